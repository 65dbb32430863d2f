import { terms, type Catalogue } from '#kernel';

/** What those are called in counts of whom something is not known, or who belong elsewhere. */
const statisticsTerms = terms({
  unknown: { zh: '未填', en: 'not stated' },
  unassigned: { zh: '待定', en: 'unassigned' },
  outside: { zh: '县外', en: 'outside the county' },
});

export const statisticsMessages: Catalogue = {
  ...statisticsTerms,
  'wrong-unit-level': { zh: '{code} 不是{level}', en: '{code} is no {level}' },
  'unknown-format': { zh: '只能导出为 {formats}', en: 'files can be made as {formats} only' },
};
