import type { DepartmentMapping } from '../model/mapping.js';
import { BOARDING_WORDS, SEX_WORDS } from './common-words.js';

/** 教育局 学籍: the rolls of the county's schools, poor students or not. */
export const education: DepartmentMapping = {
  department: 'education',
  columns: [
    { fact: 'schoolCode', headers: ['学校标识码', '学校代码'], reads: 'identifier', needed: true },
    { fact: 'schoolName', headers: ['学校名称', '学校'], reads: 'text' },
    { fact: 'stage', headers: ['学段', '学段类别'], reads: 'stage', needed: true },
    { fact: 'grade', headers: ['年级'], reads: 'grade' },
    { fact: 'class', headers: ['班级', '班级名称'], reads: 'text' },
    { fact: 'name', headers: ['姓名', '学生姓名'], reads: 'name', needed: true },
    { fact: 'sex', headers: ['性别'], reads: 'sex' },
    { fact: 'birthDate', headers: ['出生日期', '出生年月日'], reads: 'date' },
    { fact: 'idNumber', headers: ['身份证件号', '身份证件号码', '身份证号', '身份证号码'], reads: 'id-number', needed: true },
    { fact: 'studentNumber', headers: ['全国学籍号', '学籍号'], reads: 'student-number' },
    { fact: 'registeredCode', headers: ['户口所在地', '户籍所在地'], reads: 'code-and-place' },
    { fact: 'boarding', headers: ['是否寄宿', '是否住校', '是否寄宿生', '就读方式'], reads: 'yes-no' },
    { fact: 'guardian', headers: ['监护人', '监护人姓名'], reads: 'name' },
    { fact: 'guardianPhone', headers: ['监护人电话', '监护人联系电话'], reads: 'phone' },
  ],
  words: {
    sex: SEX_WORDS,
    'yes-no': BOARDING_WORDS,
    stage: {
      学前: 'preschool',
      学前教育: 'preschool',
      幼儿园: 'preschool',
      小学: 'primary',
      初中: 'junior',
      初级中学: 'junior',
      普通高中: 'senior',
      高中: 'senior',
      中等职业: 'vocational',
      中职: 'vocational',
      中等职业教育: 'vocational',
    },
  },
};
