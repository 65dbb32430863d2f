import type { Json, Recorded } from '#kernel';
import type { FindingContent } from '#rosters';

/** One way in which a finding can be decided, as it is stored. */
export interface ProposalStory {
  readonly number: number;
  readonly action: string;
  readonly idNumber?: string;
  readonly values?: Readonly<Record<string, Json>>;
}

/** A finding as far as people decide it. */
export interface FindingStory {
  readonly findingId: string;
  readonly kind: string;
  readonly cycle: string;
  readonly departments: readonly string[];
  /** By what its chance is thrown: what it is about, never its id, which comes from a secret of the directory. */
  readonly key: string;
  /** ID numbers of whom it concerns. */
  readonly concerns: readonly string[];
  readonly proposals: readonly ProposalStory[];
  readonly openedAt: string;
  /** When it was decided or its cause went. */
  readonly endedAt?: string;
}

/** A finding after one more event of its stream. */
export function toldFinding(before: FindingStory | undefined, { type, stream, data, time }: Recorded): FindingStory | undefined {
  switch (type) {
    case 'finding-opened':
    case 'finding-updated':
      return read(
        stream.slice('finding-'.length),
        data as FindingContent,
        before?.endedAt === undefined ? (before?.openedAt ?? time) : time,
      );
    case 'finding-decided':
    case 'finding-closed':
      return before && { ...before, endedAt: time };
    default:
      return before;
  }
}

function read(
  findingId: string,
  { kind, cycle, departments, name, idNumber, rows, detail }: FindingContent,
  openedAt: string,
): FindingStory {
  const { proposals } = detail.v as unknown as { readonly proposals: readonly ProposalStory[] };
  const number = typeof idNumber?.v === 'string' ? idNumber.v : undefined;
  const adopting = proposals.flatMap((proposal) => proposal.idNumber ?? []);
  return {
    findingId,
    kind,
    cycle,
    departments,
    key: [kind, number ?? '', String(name?.v ?? ''), ...rows.map(({ file, line, column }) => `${file}:${line}:${column ?? ''}`)].join('|'),
    concerns: [...(number === undefined ? [] : [number]), ...adopting],
    proposals,
    openedAt,
  };
}
