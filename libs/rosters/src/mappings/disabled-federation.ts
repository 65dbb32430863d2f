import type { DepartmentMapping } from '../model/mapping.js';

/** 残联 持证残疾人: the first 18 characters of a certificate number are the ID number. */
export const disabledFederation: DepartmentMapping = {
  department: 'disabled-federation',
  category: 'disabled',
  columns: [
    { fact: 'name', headers: ['姓名'], reads: 'name', needed: true },
    { fact: 'idNumber', headers: ['残疾人证号', '残疾证号', '残疾人证号码'], reads: 'id-in-certificate', needed: true },
    { fact: 'address', headers: ['户籍地址', '户口地址', '户籍所在地'], reads: 'text' },
    { fact: 'guardian', headers: ['监护人', '监护人姓名'], reads: 'name' },
    { fact: 'guardianPhone', headers: ['联系电话', '监护人电话'], reads: 'phone' },
  ],
  words: {},
};
