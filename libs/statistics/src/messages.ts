import type { Catalogue } from '#kernel';

export const statisticsMessages: Catalogue = {
  'wrong-unit-level': { zh: '{code} 不是{level}', en: '{code} is no {level}' },
};
