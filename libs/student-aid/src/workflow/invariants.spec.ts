import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { disagreements } from '../../../verification/src/testing/agreement.js';
import { History } from '../../../verification/src/testing/history.js';
import { brokenBy, brokenByStoring } from '../../../verification/src/testing/invariants.js';
import { enveloped } from '../../../verification/src/testing/attempts.js';
import { moves, play } from '../../../verification/src/testing/playing.js';
import { completeValues, type SectionName } from '../testing/complete-values.js';
import { workingCounty } from '../testing/working-county.js';

const RUNS = 200;
const empty = new History(workingCounty);
const values = (section: SectionName) =>
  Object.fromEntries(Object.entries(completeValues[section]).map(([name, v]) => [name, enveloped(v)]));
/** Opened, visited and collected: a pupil of the junior high school. */
const collected = (['household', 'identity', 'poverty'] as const)
  .reduce(
    (history, section) => history.after('village-collector', { kind: 'collect', section, values: values(section) }),
    empty.after('village-collector', { kind: 'open', recordId: 'r', subjectId: 's', cycle: '2020-2021' }),
  )
  .after('junior-collector', { kind: 'collect', section: 'enrolment', values: values('enrolment') })
  .after('junior-collector', { kind: 'collect', section: 'payment', values: values('payment') })
  .after('village-helper', { kind: 'visit', method: 'home', purpose: '资助访', date: '2020-09-09' });
const beginnings = { empty, collected };
const beginning = fc.constantFrom<keyof typeof beginnings>('empty', 'collected', 'collected');

describe('whatever people do with student-aid records', () => {
  const routes = new Set<string>();
  let approvals = 0;

  it('nothing is broken that must hold', () => {
    Error.stackTraceLimit = 0;
    fc.assert(
      fc.property(beginning, moves, (begin, list) => {
        const end = play(workingCounty, list, beginnings[begin], (before, after) => {
          const broken = brokenBy(before, after);
          if (broken.length > 0) throw new Error(broken.join('\n'));
        });
        expect(brokenByStoring(end)).toEqual([]);
        approvals += end.events.filter(({ type }) => type === 'record-approved').length;
        for (const { submission, completeByRule } of Object.values(end.state.lines)) {
          const route = submission?.route.case ?? completeByRule ?? 'none';
          routes.add(route);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('records of many routes are approved', () => {
    expect([...routes]).toEqual(expect.arrayContaining(['local', 'secondary', 'centre-school', 'out-of-school']));
    expect(approvals).toBeGreaterThan(RUNS / 4);
  });

  it('what is said to be allowed is what the engine does', () => {
    Error.stackTraceLimit = 0;
    fc.assert(
      fc.property(beginning, moves, fc.nat(39), (begin, list, length) => {
        const end = play(workingCounty, list.slice(0, length), beginnings[begin], () => undefined);
        expect(disagreements(end, workingCounty)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});
