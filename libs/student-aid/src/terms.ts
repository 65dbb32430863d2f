import { terms } from '#kernel';

/** What lines, levels and coded values of student-aid records are called. */
export const studentAidTerms = terms({
  household: { zh: '户籍线', en: 'household' },
  enrolment: { zh: '学籍线', en: 'enrolment' },
  village: { zh: '村', en: 'village' },
  township: { zh: '乡镇', en: 'township' },
  school: { zh: '学校', en: 'school' },
  'centre-school': { zh: '中心校', en: 'centre school' },
  department: { zh: '部门', en: 'department' },
  county: { zh: '县', en: 'county' },
  'home-visit': { zh: '上门走访', en: 'home visit' },
  inquiry: { zh: '电话、网络访', en: 'inquiry' },
  'spot-check': { zh: '重点巡访', en: 'spot check' },
  home: { zh: '上门', en: 'at home' },
  phone: { zh: '电话', en: 'by phone' },
  online: { zh: '网络', en: 'online' },
  male: { zh: '男', en: 'male' },
  female: { zh: '女', en: 'female' },
});
