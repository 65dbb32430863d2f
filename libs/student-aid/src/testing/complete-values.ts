import type { Json } from '#kernel';
import { JUNIOR, VILLAGE } from './county.js';

type Values = Readonly<Record<string, Json>>;

/** Good values of every field, by section: a pupil of the junior high school, twelve on 1 September 2020. */
export const completeValues = {
  identity: { name: '张小花', sex: 'female', birthDate: '2008-03-04', idNumber: '430482200803040026', ethnicity: '汉族' },
  household: {
    region: VILLAGE,
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
} satisfies Readonly<Record<string, Values>>;

export type SectionName = keyof typeof completeValues;

export const allValues: Values = Object.assign({}, ...Object.values(completeValues));

/** All values but some. */
export function without(...fields: readonly string[]): Values {
  return Object.fromEntries(Object.entries(allValues).filter(([name]) => !fields.includes(name)));
}
