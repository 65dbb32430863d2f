import type { DepartmentMapping } from '../model/mapping.js';

/** 省一单式: students who are registered as poor elsewhere and enrolled here. */
export const provincialList: DepartmentMapping = {
  department: 'provincial-list',
  columns: [
    { fact: 'name', headers: ['姓名', '学生姓名'], reads: 'name', needed: true },
    { fact: 'idNumber', headers: ['身份证号', '身份证号码', '身份证件号'], reads: 'id-number', needed: true },
    { fact: 'address', headers: ['户籍所在地', '户籍地址'], reads: 'text' },
    { fact: 'registeredCode', headers: ['户籍行政区划码', '户籍行政区划代码'], reads: 'region-code', needed: true },
    { fact: 'category', headers: ['贫困类型', '贫困类别'], reads: 'category', needed: true },
    { fact: 'schoolName', headers: ['就读学校', '学校名称'], reads: 'text' },
    { fact: 'schoolCode', headers: ['学校标识码', '学校代码'], reads: 'identifier', needed: true },
    { fact: 'studentNumber', headers: ['学籍号', '全国学籍号'], reads: 'student-number' },
  ],
  words: {
    category: { 建档立卡: 'registered-elsewhere', 外地建档立卡: 'registered-elsewhere', 脱贫家庭: 'registered-elsewhere' },
  },
};
