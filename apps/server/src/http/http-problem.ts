import { problemOf, type Catalogue, type Language, type Problem, type Refusal } from '#kernel';
import { HttpRefusal } from './http-refusal.js';

/** The problem document of a refusal over HTTP: with statuses that only HTTP has, and with the revision that a stale command missed. */
export interface HttpProblem extends Problem {
  /** Of the record as it is now; with 412 only. */
  readonly revision?: number;
}

/** Turns a refusal into the problem document that is answered over HTTP. */
export function httpProblemOf(refusal: Refusal, catalogue: Catalogue, language: Language): HttpProblem {
  const problem = problemOf(refusal, catalogue, language);
  if (refusal instanceof HttpRefusal) return { ...problem, status: refusal.status, title: refusal.title(language) };
  const { current } = refusal.params;
  return { ...problem, ...(refusal.kind === 'stale' && typeof current === 'number' && { revision: current }) };
}
