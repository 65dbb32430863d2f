import { checkDigitOf } from '#student-aid';

/** A county of two townships, four villages and five schools, with its officers. */
export const DIRECTORY_FILES = {
  regions: `code,name,level,parent
43,湖南省,province,
4304,衡阳市,prefecture,43
430482,常宁市,county,4304
430482101,柏坊镇,township,430482
430482101201,新建村委会,village,430482101
430482101202,东村村委会,village,430482101
430482102,水口山镇,township,430482
430482102201,西村村委会,village,430482102
430482102202,小洲村委会,village,430482102
`,
  schools: `code,name,kind,township,stage,parent,village,teachers
3043482001,常宁市第一中学,high,430482101,普通高中,,,28
3043482004,柏坊镇中心小学,centre,430482101,小学,,,18
3043482005,柏坊中学,junior,430482101,初中,,,20
3043482006,柏坊镇新建完小,village,430482101,小学,3043482004,430482101201,8
3043482014,水口山镇中心小学,centre,430482102,小学,,,18
`,
  staff: `username,name,role,unit,line,phone
education,甲一,officer,430482,education,
poverty,乙二,officer,430482,poverty-alleviation,
civil,丙三,officer,430482,civil-affairs,
disabled,丁四,officer,430482,disabled-federation,
police,戊五,officer,430482,public-security,
approver,己六,approver,430482,county,
admin,庚七,administrator,430482,,
villager,辛八,collector,430482101201,household,
`,
} as const;

/** An ID number of the county with a right check digit; the sequence also says the sex. */
export function idNumber(birth: string, sequence: number, area = '430482'): string {
  const seventeen = `${area}${birth}${String(sequence).padStart(3, '0')}`;
  return `${seventeen}${checkDigitOf(seventeen) ?? ''}`;
}

/** The same number with its seventeenth digit changed: its check digit is wrong now. */
export function broken(number: string): string {
  return `${number.slice(0, 16)}${(Number(number[16]) + 1) % 10}${number.slice(17)}`;
}

type Row = Readonly<Record<string, string>>;

/** A CSV file of rows that may leave columns out. */
export function csv(columns: readonly string[], rows: readonly Row[]): string {
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))].map((cells) => `${cells.join(',')}\r\n`).join('');
}

export const COLUMNS = {
  poverty: ['户编号', '户主姓名', '姓名', '性别', '证件号码', '民族', '乡（镇）', '行政村', '村民小组', '主要致贫原因', '在校生状况'],
  civil: ['姓名', '身份证号', '救助类别', '救助证号', '户主姓名', '户主身份证号', '乡镇', '村（居）', '状态'],
  disabled: ['姓名', '残疾人证号', '户籍地址', '监护人', '联系电话'],
  roll: [
    '学校标识码',
    '学校名称',
    '学段',
    '年级',
    '班级',
    '姓名',
    '性别',
    '出生日期',
    '身份证件号',
    '全国学籍号',
    '户口所在地',
    '是否寄宿',
    '监护人',
    '监护人电话',
  ],
  list: ['姓名', '身份证号', '户籍所在地', '户籍行政区划码', '贫困类型', '就读学校', '学校标识码', '学籍号'],
} as const;

export interface Pupil {
  readonly name: string;
  readonly id: string;
}

/** Rows as the departments write them; `more` says otherwise. */
export const povertyRow = ({ name, id }: Pupil, more: Row = {}): Row => ({
  户编号: 'H1',
  户主姓名: '李大',
  姓名: name,
  证件号码: id,
  民族: '汉族',
  '乡（镇）': '柏坊镇',
  行政村: '新建村',
  村民小组: '1组',
  主要致贫原因: '因病',
  在校生状况: '小学',
  ...more,
});

export const civilRow = ({ name, id }: Pupil, more: Row = {}): Row => ({
  姓名: name,
  身份证号: id,
  救助类别: '低保',
  救助证号: 'DB1',
  乡镇: '柏坊镇',
  '村（居）': '新建村',
  状态: '在享',
  ...more,
});

export const disabledRow = ({ name, id }: Pupil, more: Row = {}): Row => ({
  姓名: name,
  残疾人证号: `${id}41`,
  户籍地址: '湖南省衡阳市常宁市柏坊镇新建村',
  ...more,
});

export const rollRow = ({ name, id }: Pupil, more: Row = {}): Row => ({
  学校标识码: '3043482006',
  学校名称: '柏坊镇新建完小',
  学段: '小学',
  年级: '三年级',
  班级: '1班',
  姓名: name,
  身份证件号: id,
  全国学籍号: `G${id}`,
  户口所在地: '430482 湖南省衡阳市常宁市',
  是否寄宿: '否',
  ...more,
});

export const listRow = ({ name, id }: Pupil, more: Row = {}): Row => ({
  姓名: name,
  身份证号: id,
  户籍所在地: '湖南省永州市冷水滩区',
  户籍行政区划码: '431103',
  贫困类型: '建档立卡',
  就读学校: '柏坊镇新建完小',
  学校标识码: '3043482006',
  学籍号: `G${id}`,
  ...more,
});
