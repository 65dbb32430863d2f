import { termOf, type Language } from '#kernel';
import { categories, labelOn, stages, studentAid } from '#student-aid';
import { allMessages } from '../../../composition/src/countersign.module.js';

/** What a code is called, in the terms of the field. */
export function called(code: string, language: Language): string {
  return termOf(allMessages, code, language);
}

/** What a category or stage was called in a cycle. */
export function calledIn(code: string, cycle: string, language: Language): string {
  return labelOn([...categories, ...stages], code, `${cycle.slice(0, 4)}-09-01`)?.[language] ?? called(code, language);
}

/** The label of a field. */
export function fieldLabel(name: string, language: Language): string {
  const field = studentAid.sections.flatMap(({ fields }) => fields).find((one) => one.name === name);
  return field?.label[language] ?? name;
}

const LOCAL = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** A UTC time as it is shown: in Asia/Shanghai. */
export function localTime(time: string): string {
  return LOCAL.format(new Date(time));
}
