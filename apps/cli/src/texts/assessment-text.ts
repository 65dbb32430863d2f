import { textOf, type Language } from '#kernel';
import { assessmentTable, type AssessmentAnswer } from '#responsibility';
import { allMessages } from '../../../composition/src/countersign.module.js';
import { rowsText } from '../table.js';
import { localTime } from './vocabulary.js';

const WORDS = {
  zh: {
    draft: '草稿',
    published: (time: string) => `已发布 ${time}`,
    agrees: '重新计算：一致',
    differs: '重新计算：不一致',
    restated: (count: number) => `发布后撤销责任认定 ${count} 项，见更正`,
  },
  en: {
    draft: 'draft',
    published: (time: string) => `published ${time}`,
    agrees: 'worked out anew: the same',
    differs: 'worked out anew: not the same',
    restated: (count: number) => `${count} attributions reversed since; see the restatement`,
  },
} as const;

/** A month's assessment: units that answer for something, list by list, under what is known of its publication. */
export function assessmentText({ assessment, published, agrees }: AssessmentAnswer, language: Language): string {
  const words = WORDS[language];
  const { header, rows } = assessmentTable(assessment, allMessages, language);
  const N = 4;
  const answering = rows.filter((row) => row[N] !== 0).map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
  const last = published?.restatements.at(-1);
  return [
    `${assessment.month}  ${published === undefined ? words.draft : words.published(localTime(published.time))}  ${assessment.inputs}`,
    ...(agrees === undefined ? [] : [agrees ? words.agrees : words.differs]),
    ...(last === undefined ? [] : [words.restated(last.reversals.length)]),
    ...(answering.length === 0 ? [textOf(allMessages, 'nothing-assessed', language)] : [rowsText([header, ...answering])]),
  ].join('\n');
}
