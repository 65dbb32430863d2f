import fc from 'fast-check';
import type { Json, Position } from '#kernel';
import { OTHER_VILLAGE, SCHOOL, VILLAGE, type RecordHistory } from './record-history.js';

/** A village of another township. */
export const FAR_VILLAGE = '430482101201';

/** One step of a random history of a few records. */
export interface Move {
  readonly record: number;
  readonly kind: string;
  readonly choice: number;
}

/** Between two steps, so that deadlines pass on the way. */
const MINUTES_A_STEP = 25;

/** Moves as events in an order that the engine could have written: a record is opened first, nothing is signed that was not submitted. */
export function stepsOf(moves: readonly Move[]): ((history: RecordHistory) => Promise<Position>)[] {
  const seen = new Map<number, { submission: number; signed: number; closed: boolean }>();
  const steps = moves.flatMap(({ record, kind, choice }) => {
    const known = seen.get(record);
    const standing = known ?? { submission: 0, signed: 0, closed: false };
    seen.set(record, standing);
    const opening = known === undefined ? [(h: RecordHistory) => h.open(record)] : [];
    if (standing.closed) return [];
    const step = stepOf({ record, kind, choice }, standing);
    return [...opening, ...step];
  });
  return steps.map((step, n) => (history) => {
    history.opened.clock.set(new Date(Date.parse('2020-09-01T00:00:00.000Z') + n * MINUTES_A_STEP * 60_000).toISOString());
    return step(history);
  });
}

function stepOf({ record, kind, choice }: Move, standing: { submission: number; signed: number; closed: boolean }) {
  const collect = (section: string, line: string, values: Record<string, Json>) => [
    (h: RecordHistory) => h.collect(record, section, line, values, `collector-${choice}`),
  ];
  switch (kind) {
    case 'village':
      return collect('household', 'household', { region: [VILLAGE, OTHER_VILLAGE, FAR_VILLAGE, '430426'][choice] ?? VILLAGE });
    case 'school':
      return collect(
        'enrolment',
        'enrolment',
        [
          { school: SCHOOL, stage: 'primary', boarding: true },
          { school: `${SCHOOL.slice(0, -1)}9`, stage: 'junior', boarding: false },
          { school: 'outside:一中', stage: 'senior' },
          { school: '', stage: 'primary' },
        ][choice] ?? {},
      );
    case 'categories':
      return collect('poverty', 'household', { categories: [['registered'], ['registered', 'disabled'], ['orphan']][choice] ?? [] });
    case 'identity':
      return collect('identity', 'household', {
        name: ['张小花', '张晓花', '李明'][choice] ?? '李明',
        sex: choice % 2 === 0 ? 'female' : 'male',
        birthDate: choice === 1 ? '2003-01-01' : '2012-01-01',
      });
    case 'visit':
      return [(h: RecordHistory) => h.visit(record)];
    case 'error':
      return [(h: RecordHistory) => h.reportError(record, `e${choice}`)];
    case 'submit': {
      if (standing.submission > 0) return [];
      standing.submission += 1;
      return [(h: RecordHistory) => h.submit(record, 1, choice === 0 ? undefined : `2020-09-01T0${choice}:30:00.000Z`)];
    }
    case 'sign': {
      const level = ['village', 'township'][standing.signed];
      if (standing.submission === 0 || level === undefined) return [];
      standing.signed += 1;
      return [
        (h: RecordHistory) => h.sign(record, 1, level, `signer-${choice}`, choice === 0 ? undefined : `2020-09-01T0${choice}:10:00.000Z`),
      ];
    }
    default:
      standing.closed = true;
      return [(h: RecordHistory) => h.closeRecord(record)];
  }
}

export const anyMove: fc.Arbitrary<Move> = fc.record({
  record: fc.integer({ min: 1, max: 3 }),
  kind: fc.constantFrom('village', 'school', 'identity', 'categories', 'visit', 'submit', 'sign', 'error', 'close'),
  choice: fc.integer({ min: 0, max: 3 }),
});
