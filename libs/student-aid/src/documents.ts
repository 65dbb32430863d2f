import type { DocumentDefinition } from '#verification';

/** Documents (档案) that prove fields (product.md, "The record"). */
export const documents: readonly DocumentDefinition[] = [
  { kind: 'id-card', label: { zh: '身份证', en: 'ID card' } },
  { kind: 'household-book', label: { zh: '户口簿', en: 'household book' } },
  { kind: 'head-id-card', label: { zh: '户主身份证', en: 'ID card of the head of household' } },
  { kind: 'poverty-handbook', label: { zh: '贫困手册基本信息卡', en: 'poverty handbook information card' } },
  { kind: 'disability-certificate', label: { zh: '残疾证', en: 'disability certificate' } },
  { kind: 'minimum-living-certificate', label: { zh: '低保证', en: 'minimum-living certificate' } },
  { kind: 'destitute-certificate', label: { zh: '特困救助供养证', en: 'destitute-support certificate' } },
  { kind: 'bank-card', label: { zh: '银行卡', en: 'bank card' } },
];
