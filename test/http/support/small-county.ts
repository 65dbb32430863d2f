import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const COUNTY = '430482';
export const VILLAGE = '430482101201';
export const OTHER_VILLAGE = '430482102201';
export const CENTRE = '3043482004';
export const SCHOOL = '3043482006';
export const JUNIOR = '3043482005';
export const CYCLE = '2020-2021';

const REGIONS = `code,name,level,parent
430482,常宁市,county,
430482101,柏坊镇,township,430482
430482102,水口山镇,township,430482
430482101201,新建村委会,village,430482101
430482102201,三香村委会,village,430482102
`;

const SCHOOLS = `code,name,kind,township,stage,parent,village,teachers
3043482004,柏坊镇中心小学,centre,430482101,小学,,,20
3043482005,柏坊中学,junior,430482101,初中,,,40
3043482006,柏坊镇柏坊完小,village,430482101,小学,3043482004,430482101201,8
`;

/** Everybody whom a record of the village and the junior high school needs, by what they do. */
const STAFF = `username,name,role,unit,line,phone
village-collector,甲一,collector,430482101201,household,19900000001
village-helper,乙一,helper,430482101201,household,19900000002
resident-helper,丙一,resident-helper,430482101201,household,19900000003
village-reviewer,丁一,reviewer,430482101201,household,19900000004
township-reviewer,戊一,reviewer,430482101,household,19900000005
other-collector,己一,collector,430482102201,household,19900000006
school-collector,庚一,collector,3043482005,enrolment,19900000007
teacher,辛一,helper-teacher,3043482005,enrolment,19900000008
school-reviewer,壬一,reviewer,3043482005,enrolment,19900000009
village-school-collector,癸一,collector,3043482006,enrolment,19900000010
poverty-officer,子一,officer,430482,poverty-alleviation,19900000011
education-officer,丑一,officer,430482,education,19900000012
approver,寅一,approver,430482,county,19900000013
second-approver,卯一,approver,430482,county,19900000014
auditor,辰一,auditor,430482,,
administrator,巳一,administrator,430482,,
`;

/** Good values of every field, by section: a pupil of the junior high school, twelve on 1 September 2020. */
export const VALUES = {
  identity: { name: '张小花', sex: 'female', birthDate: '2008-03-04', idNumber: '430482200803040026', ethnicity: '汉族' },
  household: {
    address: '新建村三组',
    householdNumber: '4304821012011001',
    headName: '张建国',
    headIdNumber: '430482197501010011',
    members: 4,
    guardian: '李春兰',
    guardianPhone: '13812345678',
  },
  poverty: { categories: ['minimum-living', 'registered'], cause: '因病', certificateNumbers: ['DB4304821012011001'] },
  enrolment: { school: JUNIOR, stage: 'junior', grade: 7, class: '2班', studentNumber: 'G430482200803040026', boarding: true },
  payment: { payeeName: '张建国', payeeIdNumber: '430482197501010011', bank: '常宁农商银行柏坊支行', cardNumber: '6205500000000000004' },
} as const;

/** The three files of the small county in a directory of their own. */
export class SmallCounty {
  readonly directory = mkdtempSync(join(tmpdir(), 'countersign-http-'));
  readonly files = {
    regions: this.write('regions.csv', REGIONS),
    schools: this.write('schools.csv', SCHOOLS),
    staff: this.write('staff.csv', STAFF),
  };

  /** Where the log, the keys and the views go. */
  readonly data = join(this.directory, 'data');

  write(name: string, content: string | Uint8Array): string {
    const path = join(this.directory, name);
    writeFileSync(path, content);
    return path;
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** A good ID number of the county for each number from 0 to 99,999: born in 2008, so of compulsory age. */
export function idNumber(n: number): string {
  const day = String((n % 28) + 1).padStart(2, '0');
  const month = String((Math.floor(n / 28) % 12) + 1).padStart(2, '0');
  const first = `4304822008${month}${day}${String(Math.floor(n / 336) % 1000).padStart(3, '0')}`;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first[index]), 0);
  return `${first}${'10X98765432'[sum % 11] ?? ''}`;
}
