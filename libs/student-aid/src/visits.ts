import type { VisitRules } from '#verification';

/** What visits may be (三联访): how they are made, and what for, as the first article counts them. */
export const visitRules: VisitRules = {
  methods: [
    { code: 'home', label: { zh: '上门', en: 'at home' } },
    { code: 'phone', label: { zh: '电话', en: 'by phone' } },
    { code: 'online', label: { zh: '网络', en: 'online' } },
    { code: 'spot-check', label: { zh: '重点巡访', en: 'spot check' } },
  ],
  purposes: [
    { code: '爱心访', label: { zh: '爱心访（单亲学生）', en: 'care (single-parent families)' } },
    { code: '资助访', label: { zh: '资助访（生活困难学生）', en: 'aid (families in need)' } },
    { code: '激励访', label: { zh: '激励访（学习困难学生）', en: 'encouragement (difficulties in learning)' } },
    { code: '阳光访', label: { zh: '阳光访（心理困难学生）', en: 'sunshine (difficulties of the mind)' } },
    { code: '其他访', label: { zh: '其他', en: 'other' } },
  ],
};
