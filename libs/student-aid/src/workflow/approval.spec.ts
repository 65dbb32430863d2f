import { describe, expect, it } from '@jest/globals';
import { digestOf, Refusal, type Envelope, type Json } from '#kernel';
import { decide, evolve, initialState, lineStateOf, pending, type Pending, type RecordCommand, type RecordState } from '#verification';
import { directoryOf } from '../../../directory/src/testing/directory-of.js';
import { studentAid } from '../student-aid.js';
import { completeValues } from '../testing/complete-values.js';
import { CENTRE, COUNTY, county, TOWNSHIP, VILLAGE } from '../testing/county.js';
import { CYCLE } from '../testing/record-with.js';

const person = (username: string, role: string, unit: string, line: string) => ({ username, name: username, role, unit, line });

const staffing = directoryOf({
  regions: county.regions(),
  schools: county.schools(),
  people: [
    person('village-collector', 'collector', VILLAGE, 'household'),
    person('village-reviewer', 'reviewer', VILLAGE, 'household'),
    person('township-reviewer', 'reviewer', TOWNSHIP, 'household'),
    person('school-collector', 'collector', CENTRE, 'enrolment'),
    person('school-reviewer', 'reviewer', CENTRE, 'enrolment'),
    person('other-school-reviewer', 'reviewer', CENTRE, 'enrolment'),
    person('education-officer', 'officer', COUNTY, 'education'),
    person('approver', 'approver', COUNTY, 'county'),
  ],
});

function sealed(values: Readonly<Record<string, Json>>): Record<string, Envelope> {
  return Object.fromEntries(Object.entries(values).map(([name, v]) => [name, { c: digestOf(v), v }]));
}

/** A record worked by its people, as the engine lets them. */
class Worked {
  state: RecordState = initialState;

  act(userId: string, command: RecordCommand): this {
    const { actor, events } = decide(this.state, command, { now: '2020-09-10T02:00:00.000Z', type: studentAid, staffing, userId });
    for (const event of events) {
      const revision = this.state.revision + 1;
      this.state = evolve(this.state, { ...event, id: `e${revision}`, time: '2020-09-10T02:00:00.000Z', actor, revision });
    }
    return this;
  }

  collect(userId: string, section: string, values: Readonly<Record<string, Json>>): this {
    return this.act(userId, { kind: 'collect', section, values: sealed(values) });
  }

  sign(userId: string, line: string): this {
    const { level, digest } = this.waiting(line);
    return this.act(userId, { kind: 'sign-off', line, level, digest });
  }

  waiting(line: string): Pending {
    const found = pending(this.state, studentAid, staffing).find((level) => level.line === line);
    if (found === undefined) throw new Error(`nothing waits on ${line}`);
    return found;
  }
}

/** Collected and visited by the village, which has begun by naming itself. */
function collected(enrolment: Readonly<Record<string, Json>>): Worked {
  const { identity, household, poverty } = completeValues;
  return new Worked()
    .act('village-collector', { kind: 'open', recordId: 'r', subjectId: 's', cycle: CYCLE })
    .collect('village-collector', 'household', household)
    .collect('village-collector', 'identity', identity)
    .collect('village-collector', 'poverty', poverty)
    .collect('village-collector', 'enrolment', enrolment)
    .act('village-collector', { kind: 'visit', method: 'home', purpose: '资助访', date: '2020-09-09' });
}

describe('a record of the county, worked by the engine', () => {
  it('of a pupil of the centre school is approved by two people of that school, village, township and county', () => {
    const record = collected({ ...completeValues.enrolment, school: CENTRE })
      .collect('school-collector', 'payment', completeValues.payment)
      .act('village-collector', { kind: 'submit', line: 'household' })
      .act('school-collector', { kind: 'submit', line: 'enrolment' })
      .sign('village-reviewer', 'household')
      .sign('township-reviewer', 'household')
      .sign('school-reviewer', 'enrolment');
    expect(() => record.sign('school-reviewer', 'enrolment')).toThrow(Refusal);
    record.sign('other-school-reviewer', 'enrolment').sign('approver', 'joint');
    expect(record.state.approved).toMatchObject({ payable: true });
  });

  it('of a student out of school needs no sign-off of an enrolment, and is not paid from', () => {
    const record = collected({ stage: 'none' });
    expect(() => record.act('village-collector', { kind: 'submit', line: 'enrolment' })).toThrow('requirements-missing');
    record
      .act('education-officer', { kind: 'apply-finding', findingId: 'f', section: 'enrolment', values: sealed({ stage: 'none' }) })
      .act('village-collector', { kind: 'submit', line: 'enrolment' })
      .act('village-collector', { kind: 'submit', line: 'household' });
    expect(lineStateOf(record.state, 'enrolment')).toBe('not-required');
    record.sign('village-reviewer', 'household').sign('township-reviewer', 'household').sign('approver', 'joint');
    expect(record.state.approved).toMatchObject({ payable: false });
  });
});
