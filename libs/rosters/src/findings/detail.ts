import type { Json } from '#kernel';
import type { FindingContent } from '../events.js';
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
