import type { Language, Text } from '#kernel';
import { categories, labelOn, referenceDateOf, stages, type ReferenceEntry } from '#student-aid';

const LABELS: Readonly<Record<string, Text>> = {
  collecting: { zh: '采集中', en: 'collecting' },
  submitted: { zh: '已送审', en: 'submitted' },
  'in-review': { zh: '审核中', en: 'in review' },
  returned: { zh: '已退回', en: 'returned' },
  approved: { zh: '已通过', en: 'approved' },
  rejected: { zh: '不予通过', en: 'rejected' },
  closed: { zh: '已结束', en: 'closed' },
  complete: { zh: '已完成', en: 'complete' },
  'not-required': { zh: '无需', en: 'not required' },
  signed: { zh: '已签', en: 'signed' },
  collection: { zh: '采集', en: 'collection' },
  village: { zh: '村', en: 'village' },
  township: { zh: '乡镇', en: 'township' },
  school: { zh: '学校', en: 'school' },
  'centre-school': { zh: '中心校', en: 'centre school' },
  department: { zh: '部门', en: 'department' },
  county: { zh: '县', en: 'county' },
  male: { zh: '男', en: 'male' },
  female: { zh: '女', en: 'female' },
  unassigned: { zh: '待定', en: 'unassigned' },
  outside: { zh: '县外', en: 'outside the county' },
};

/** A code as people read it; a line's state (`signed:village`) part by part. What has no label is shown as it is. */
export function labelOf(code: string, language: Language): string {
  return code
    .split(':')
    .map((part) => LABELS[part]?.[language] ?? part)
    .join(' ');
}

/** What a category was called in a cycle. */
export function categoryLabel(code: string, cycle: string, language: Language): string {
  return referenceLabel(categories, code, cycle, language);
}

/** What a stage was called in a cycle. */
export function stageLabel(code: string, cycle: string, language: Language): string {
  return referenceLabel(stages, code, cycle, language);
}

function referenceLabel(entries: readonly ReferenceEntry[], code: string, cycle: string, language: Language): string {
  return labelOn(entries, code, referenceDateOf(cycle))?.[language] ?? code;
}
