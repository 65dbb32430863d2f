import { dice, rank } from '../chance/dice.js';
import type { Story } from '../story/story.js';

/** Something that happens to a record besides the usual: at most one a cycle. */
export type Incident =
  | { readonly kind: 'return'; readonly level: string }
  | { readonly kind: 'reject' }
  | { readonly kind: 'transfer'; readonly line: string; readonly disputed: boolean }
  | { readonly kind: 'reopen'; readonly line: string }
  | { readonly kind: 'close'; readonly reason: string }
  | { readonly kind: 'error'; readonly origin: string; readonly verdict?: 'confirm' | 'dismiss' | 'outdated' }
  | { readonly kind: 'payee' }
  | { readonly kind: 'try'; readonly code: string };

/** Which share of records it happens to. Chosen so that every level has something to answer for, and most records nothing. */
const SHARES: readonly (readonly [incident: Incident, share: number])[] = [
  [{ kind: 'return', level: 'village' }, 0.03],
  [{ kind: 'return', level: 'township' }, 0.025],
  [{ kind: 'return', level: 'school' }, 0.025],
  [{ kind: 'return', level: 'centre-school' }, 0.02],
  [{ kind: 'return', level: 'county' }, 0.015],
  [{ kind: 'reject' }, 0.012],
  [{ kind: 'transfer', line: 'household', disputed: false }, 0.01],
  [{ kind: 'transfer', line: 'household', disputed: true }, 0.005],
  [{ kind: 'transfer', line: 'enrolment', disputed: false }, 0.01],
  [{ kind: 'transfer', line: 'enrolment', disputed: true }, 0.005],
  [{ kind: 'reopen', line: 'household' }, 0.008],
  [{ kind: 'reopen', line: 'enrolment' }, 0.008],
  [{ kind: 'close', reason: 'moved-away' }, 0.008],
  [{ kind: 'close', reason: 'out-of-poverty' }, 0.006],
  [{ kind: 'close', reason: 'deceased' }, 0.002],
  [{ kind: 'error', origin: 'spot-check' }, 0.03],
  [{ kind: 'error', origin: 'payment', verdict: 'confirm' }, 0.02],
  [{ kind: 'error', origin: 'visit' }, 0.02],
  [{ kind: 'error', origin: 'audit', verdict: 'dismiss' }, 0.01],
  [{ kind: 'error', origin: 'appeal', verdict: 'outdated' }, 0.01],
  [{ kind: 'payee' }, 0.01],
  [{ kind: 'try', code: 'not-your-level' }, 0.006],
  [{ kind: 'try', code: 'wrong-level' }, 0.006],
  [{ kind: 'try', code: 'requirements-missing' }, 0.008],
  [{ kind: 'try', code: 'not-collector' }, 0.004],
  [{ kind: 'try', code: 'lines-incomplete' }, 0.004],
  [{ kind: 'try', code: 'stale-digest' }, 0.004],
  [{ kind: 'try', code: 'invalid-values' }, 0.008],
  [{ kind: 'try', code: 'line-locked' }, 0.004],
];

/** Levels that a record goes through only at a school of these kinds. */
const NEEDS_CENTRE = 'centre-school';

/** What an incident asks of the record that it happens to. */
export interface Suitable {
  /** Levels that the record's lines go through. */
  readonly levels: readonly string[];
  /** Lines that could go to another unit. */
  readonly movable: readonly string[];
}

/**
 * Gives incidents to records: so many of each as its share says, but each at least once if there is a record that it suits. Who gets which
 * is chance, the same in every run.
 * @param suitableOf undefined: nothing unusual happens to this record
 */
export function castIncidents(
  seed: string,
  stories: readonly Story[],
  suitableOf: (story: Story) => Suitable | undefined,
): ReadonlyMap<string, Incident> {
  const drawn = stories
    .map((story) => ({ story, suitable: suitableOf(story), place: rank(seed, 'cast', story.key, story.cycle) }))
    .filter((one): one is typeof one & { suitable: Suitable } => one.suitable !== undefined)
    .sort((a, b) => a.place - b.place || (a.story.key < b.story.key ? -1 : 1));
  const cast = new Map<string, Incident>();
  const total = drawn.length;
  // Everything once first: in a small county what is last in the list must not go without.
  for (const wanted of [() => 1, (share: number) => Math.round(share * total) - 1]) {
    for (const [incident, share] of SHARES) {
      for (let left = wanted(share); left > 0; left -= 1) {
        const next = drawn.findIndex(({ suitable }) => suits(incident, suitable));
        const [chosen] = next < 0 ? [] : drawn.splice(next, 1);
        if (chosen !== undefined) cast.set(chosen.story.recordId, incident);
      }
    }
  }
  return cast;
}

/** For a record that came later: each incident as often as its share says. One that does not suit the record never finds its occasion. */
export function chanceIncident(seed: string, { key, cycle }: Pick<Story, 'key' | 'cycle'>): Incident | undefined {
  let rest = dice(seed, 'incident', key, cycle).next();
  return SHARES.find(([, share]) => (rest -= share) < 0)?.[0];
}

function suits(incident: Incident, { levels, movable }: Suitable): boolean {
  switch (incident.kind) {
    case 'return':
      return levels.includes(incident.level) || incident.level === 'county';
    case 'transfer':
      return movable.includes(incident.line);
    case 'try':
      return incident.code !== 'wrong-level' || levels.includes('township');
    case 'error':
      return incident.origin !== 'payment' || levels.includes('school') || levels.includes(NEEDS_CENTRE);
    default:
      return true;
  }
}
