import { Latest, type Revision } from '#kernel';

/**
 * What a projection has folded lately, so that it need not read it back for the next event. It is as true as what is stored: a state is
 * answered only for the revision that the next event follows, and there is one state of a stream at a revision, whoever folds it. What another
 * process has moved on, or a transaction that was rolled back has not, is of another revision and is read.
 */
export class RecentStates<State> {
  private readonly states: Latest<string, { readonly revision: Revision; readonly state: State }>;

  /** @param kept how many states are kept at most; what was folded longest ago goes first */
  constructor(kept: number) {
    this.states = new Latest(kept);
  }

  /** The state of a stream at a revision; undefined if it is not known. */
  at(stream: string, revision: Revision): State | undefined {
    const known = this.states.get(stream);
    return known?.revision === revision ? known.state : undefined;
  }

  keep(stream: string, revision: Revision, state: State): void {
    this.states.set(stream, { revision, state });
  }
}

/** By stream, the revision that the first of these events follows: what has to be known of it. */
export function revisionsBefore(
  events: readonly { readonly stream: string; readonly revision: Revision }[],
): ReadonlyMap<string, Revision> {
  const before = new Map<string, Revision>();
  for (const { stream, revision } of events) if (!before.has(stream)) before.set(stream, revision - 1);
  return before;
}
