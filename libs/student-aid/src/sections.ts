import type { FieldDefinition, LineDefinition, SectionDefinition } from '#verification';

export const HOUSEHOLD = 'household';
export const ENROLMENT = 'enrolment';

/** Who answers for which half of a record: the village's people for the household, the school's for the enrolment. */
export const lines: readonly LineDefinition[] = [
  { name: HOUSEHOLD, label: { zh: '户籍线', en: 'household line' }, unitField: 'region' },
  { name: ENROLMENT, label: { zh: '学籍线', en: 'enrolment line' }, unitField: 'school' },
];

/** The record (product.md, "The record"): sections and fields with their names in the field's own terms. */
export const sections: readonly SectionDefinition[] = [
  {
    name: 'identity',
    label: { zh: '身份', en: 'identity' },
    line: HOUSEHOLD,
    fields: [
      personal('name', '姓名', 'name'),
      personal('sex', '性别', 'sex'),
      personal('birthDate', '出生日期', 'date of birth'),
      masked('idNumber', '身份证号', 'ID number'),
      personal('ethnicity', '民族', 'ethnicity'),
    ],
  },
  {
    name: 'household',
    label: { zh: '户籍家庭', en: 'household' },
    line: HOUSEHOLD,
    fields: [
      open('region', '户籍地(村)', 'registered village'),
      personal('address', '住址', 'address'),
      personal('householdNumber', '户编号', 'household number'),
      personal('headName', '户主', 'head of household'),
      masked('headIdNumber', '户主身份证号', 'ID number of the head'),
      personal('members', '家庭人口', 'persons in the household'),
      personal('guardian', '监护人', 'guardian'),
      masked('guardianPhone', '监护人电话', 'phone of the guardian'),
    ],
  },
  {
    name: 'poverty',
    label: { zh: '贫困类型', en: 'poverty' },
    line: HOUSEHOLD,
    fields: [
      personal('categories', '类型', 'categories'),
      personal('cause', '致贫原因', 'cause of poverty'),
      masked('certificateNumbers', '证件编号', 'certificate numbers'),
    ],
  },
  {
    name: 'enrolment',
    label: { zh: '学籍', en: 'enrolment' },
    line: ENROLMENT,
    fields: [
      open('school', '学校', 'school'),
      open('stage', '学段', 'stage'),
      open('grade', '年级', 'grade'),
      open('class', '班级', 'class'),
      personal('studentNumber', '学籍号', 'student number'),
      open('boarding', '是否寄宿', 'boarding'),
    ],
  },
  {
    name: 'payment',
    label: { zh: '打款', en: 'payment' },
    line: ENROLMENT,
    fields: [
      personal('payeeName', '领款人', 'payee'),
      masked('payeeIdNumber', '领款人身份证号', 'ID number of the payee'),
      personal('bank', '开户行', 'bank'),
      masked('cardNumber', '银行卡号', 'bank card number'),
    ],
  },
];

/** Says where in the organisation the record belongs, nothing about the person alone. */
function open(name: string, zh: string, en: string): FieldDefinition {
  return { name, label: { zh, en }, personal: false };
}

function personal(name: string, zh: string, en: string): FieldDefinition {
  return { name, label: { zh, en }, personal: true };
}

function masked(name: string, zh: string, en: string): FieldDefinition {
  return { ...personal(name, zh, en), masked: true };
}
