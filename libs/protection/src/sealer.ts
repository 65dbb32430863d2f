import type { Envelope, Json } from '#kernel';

/**
 * Makes the envelopes that values travel in. The commitment key belongs to one subject (a student, or a finding whose row belongs to
 * nobody yet) and is made when the subject is first met. The access issue will encrypt `v` and change nothing else.
 */
export interface Sealer {
  /** Makes the keys of subjects that have none, durably, in one go. Call it before `seal`; many subjects at once are cheaper. */
  ensureKeys(subjectIds: readonly string[]): Promise<void>;
  /** @throws Error if the subject has no key. */
  seal(subjectId: string, value: Json): Envelope;
  /** HMAC of an identifying text under the index key, which never rotates: the same text always gives the same name and tells nothing. */
  indexOf(text: string): string;
  close(): Promise<void>;
}
