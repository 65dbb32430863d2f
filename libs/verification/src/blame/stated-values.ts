import type { Envelope } from '#kernel';
import type { StatementRecorded } from '../model/events.js';

/** What a statement gave the record: what was taken from it, and unions over all sources. */
export function statedValues({ values, took, merged }: StatementRecorded['data']): Readonly<Record<string, Envelope>> {
  const taken: Record<string, Envelope> = { ...merged };
  for (const name of took) {
    const value = values[name];
    if (value !== undefined) taken[name] = value;
  }
  return taken;
}
