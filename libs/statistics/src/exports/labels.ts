import { termOf, type Catalogue, type Language } from '#kernel';
import { categories, labelOn, referenceDateOf, stages, studentAidMessages, type ReferenceEntry } from '#student-aid';
import { verificationMessages } from '#verification';
import { statisticsMessages } from '../messages.js';

const names: Catalogue = { ...verificationMessages, ...studentAidMessages, ...statisticsMessages };

/** A code as people read it everywhere; a line's state (`signed:village`) part by part. What has no name is shown as it is. */
export function labelOf(code: string, language: Language): string {
  return termOf(names, code, language);
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
  return labelOn(entries, code, referenceDateOf(cycle))?.[language] ?? labelOf(code, language);
}
