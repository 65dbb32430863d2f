import type { DepartmentMapping } from '../model/mapping.js';
import { SEX_WORDS } from './common-words.js';

/** 扶贫办 建档立卡人口: everybody of registered households, students or not. */
export const povertyAlleviation: DepartmentMapping = {
  department: 'poverty-alleviation',
  category: 'registered',
  columns: [
    { fact: 'householdNumber', headers: ['户编号', '户号'], reads: 'identifier', needed: true },
    { fact: 'headName', headers: ['户主姓名', '户主'], reads: 'name' },
    { fact: 'name', headers: ['姓名', '家庭成员姓名'], reads: 'name', needed: true },
    { fact: 'sex', headers: ['性别'], reads: 'sex' },
    { fact: 'idNumber', headers: ['证件号码', '身份证号码', '身份证号', '公民身份号码'], reads: 'id-number', needed: true },
    { fact: 'ethnicity', headers: ['民族'], reads: 'text' },
    { fact: 'township', headers: ['乡（镇）', '乡镇', '乡镇（街道）'], reads: 'text', needed: true },
    { fact: 'village', headers: ['行政村', '村（居）', '村'], reads: 'text', needed: true },
    { fact: 'group', headers: ['村民小组', '自然村', '组'], reads: 'text' },
    { fact: 'cause', headers: ['主要致贫原因', '致贫原因'], reads: 'text' },
    { fact: 'noStudent', headers: ['在校生状况', '在校情况'], reads: 'attendance' },
  ],
  words: {
    sex: SEX_WORDS,
    attendance: { 非在校生: 'no-student', 否: 'no-student' },
  },
};
