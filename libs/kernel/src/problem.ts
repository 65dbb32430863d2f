import { textOf, type Catalogue, type Language } from './messages.js';
import type { FieldError, Refusal, RefusalKind, Sample } from './refusal.js';

/** What is to be said of one place of what was sent. */
export interface ToldError {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** A refusal as RFC 9457 problem details: the same document over HTTP and from the command line. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly ToldError[];
  readonly allowed?: readonly string[];
  /** Samples that have to be viewed first. */
  readonly samples?: readonly Sample[];
  /** The record that stands in the way, where whoever asks may know of it. */
  readonly recordId?: string;
}

const STATUS: Readonly<Record<RefusalKind, number>> = {
  invalid: 422,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  stale: 412,
  unreadable: 422,
  unavailable: 503,
};

const TITLES: Readonly<Record<RefusalKind, Readonly<Record<Language, string>>>> = {
  invalid: { zh: '内容不正确', en: 'Not valid' },
  forbidden: { zh: '无权操作', en: 'Not allowed' },
  'not-found': { zh: '未找到', en: 'Not found' },
  conflict: { zh: '当前状态不允许', en: 'Not possible in this state' },
  stale: { zh: '内容已过期', en: 'Out of date' },
  unreadable: { zh: '无法读取', en: 'Cannot be read' },
  unavailable: { zh: '暂时无法处理', en: 'Not available now' },
};

/** Turns a refusal into the problem document that people and programs get. */
export function problemOf(refusal: Refusal, catalogue: Catalogue, language: Language): Problem {
  return {
    type: `urn:countersign:problem:${refusal.code}`,
    title: TITLES[refusal.kind][language],
    status: STATUS[refusal.kind],
    detail: textOf(catalogue, refusal.code, language, refusal.params),
    code: refusal.code,
    ...(refusal.errors.length > 0 && {
      errors: toldErrors(refusal.errors, catalogue, language),
    }),
    ...(refusal.allowed.length > 0 && { allowed: refusal.allowed }),
    ...(refusal.samples.length > 0 && { samples: refusal.samples }),
    ...(typeof refusal.params.recordId === 'string' && { recordId: refusal.params.recordId }),
  };
}

/** Errors and warnings in a language. */
export function toldErrors(errors: readonly FieldError[], catalogue: Catalogue, language: Language): readonly ToldError[] {
  return errors.map(({ pointer, code, params }) => ({ pointer, code, detail: textOf(catalogue, code, language, params) }));
}
