import type { Answerer, Attribution } from '../model/responsibility.js';

/** Everybody who answers for an error, each once: whoever brought it in first, then the signers. */
export function answerersOf({ introducer, signers }: Pick<Attribution, 'introducer' | 'signers'>): readonly Answerer[] {
  const first = new Map<string, Answerer>();
  for (const { by } of introducer === undefined ? signers : [introducer, ...signers]) {
    if (!first.has(by.userId)) first.set(by.userId, by);
  }
  return [...first.values()];
}
