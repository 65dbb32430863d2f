import type { Json } from '#kernel';
import type { FindingContent, FindingDecided } from '../events.js';
import type { Proposal } from '../model/finding.js';

/** What stands in the detail of a finding. */
export interface FindingDetail {
  readonly facts: Readonly<Record<string, Json>>;
  readonly proposals: readonly Proposal[];
}

/** The detail of a finding's content, as it is stored in the view. */
export function detailOf(content: string): FindingDetail {
  return (JSON.parse(content) as FindingContent).detail.v as unknown as FindingDetail;
}

/** The number that rows count as by a decision; undefined if that is not what was decided. Both as they are stored in the view. */
export function adoptedNumber(content: string, decision: string | null): string | undefined {
  const { proposal } = JSON.parse(decision ?? '{}') as Partial<FindingDecided>;
  const accepted = detailOf(content).proposals.find(({ number }) => number === proposal);
  return accepted?.action === 'adopt' ? accepted.idNumber : undefined;
}
