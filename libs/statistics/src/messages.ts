import type { Catalogue } from '#kernel';

export const statisticsMessages: Catalogue = {
  'wrong-unit-level': { zh: '{code} 不是{level}', en: '{code} is no {level}' },
  'unknown-format': { zh: '只能导出为 {formats}', en: 'files can be made as {formats} only' },
};
