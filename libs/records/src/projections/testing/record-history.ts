import { digestOf, type Envelope, type Json, type Position } from '#kernel';
import type { Post, Route } from '#verification';
import { OpenedLog } from '../../../../projections/src/testing/open-log.js';
import { recordsEvents } from '../../record-events.js';

export const CYCLE = '2020-2021';
export const VILLAGE = '430482100201';
export const OTHER_VILLAGE = '430482100202';
export const SCHOOL = '4304820101';

/** The route that a village's household line takes in specs. */
export const HOUSEHOLD_ROUTE: Route = {
  case: 'local',
  steps: [
    { level: 'village', posts: [reviewer(VILLAGE), reviewer(VILLAGE.slice(0, 9)), approver()] },
    { level: 'township', posts: [reviewer(VILLAGE.slice(0, 9)), approver()] },
  ],
};

function reviewer(unit: string): Post {
  return { role: 'reviewer', unit, line: 'household' };
}

function approver(): Post {
  return { role: 'approver', unit: '430482', line: 'county' };
}

/** The nth record id of a spec. */
export function recordId(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}-${CYCLE}`;
}

export function envelope(value: Json): Envelope {
  return { c: digestOf(value), v: value };
}

export function envelopes(values: Readonly<Record<string, Json>>): Record<string, Envelope> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, envelope(value)]));
}

/** Writes records' events as the engine would, without its decisions: given these events, whatever led to them. */
export class RecordHistory {
  constructor(readonly opened: OpenedLog = new OpenedLog(recordsEvents)) {}

  async open(n: number): Promise<Position> {
    const id = recordId(n);
    return this.append(n, 'record-opened', {
      recordId: id,
      recordType: 'student-aid',
      subjectId: id.slice(0, 36),
      cycle: CYCLE,
      definition: 1,
    });
  }

  collect(n: number, section: string, line: string, values: Readonly<Record<string, Json>>, userId = 'collector'): Promise<Position> {
    return this.append(n, 'details-recorded', { section, line, values: envelopes(values), source: { kind: 'collected' } }, { userId });
  }

  visit(n: number): Promise<Position> {
    const data = { method: 'home', purpose: '资助访', date: '2020-09-10', peopleMet: [], checked: {} };
    return this.append(n, 'visit-recorded', data, { userId: 'helper' });
  }

  submit(n: number, submission: number, dueAt?: string): Promise<Position> {
    const data = {
      line: 'household',
      submission,
      definition: 1,
      route: HOUSEHOLD_ROUTE,
      digest: digestOf({ n, submission }),
      ...(dueAt && { dueAt }),
    };
    return this.append(n, 'line-submitted', data, { userId: 'collector' });
  }

  sign(n: number, submission: number, level: string, userId: string, dueAt?: string): Promise<Position> {
    const post = HOUSEHOLD_ROUTE.steps.find((step) => step.level === level)?.posts[0];
    const viewed = { documents: [], milliseconds: 0 };
    const digest = digestOf({ n, submission });
    const data = { line: 'household', level, submission, digest, definition: 1, post, bulk: false, viewed, ...(dueAt && { dueAt }) };
    return this.append(n, 'line-signed-off', data, { userId });
  }

  reportError(n: number, errorId: string): Promise<Position> {
    return this.append(n, 'error-reported', { errorId, field: 'name', line: 'household', wrong: null, origin: 'visit' });
  }

  closeRecord(n: number): Promise<Position> {
    return this.append(n, 'record-closed', { reason: 'graduated' });
  }

  close(): Promise<void> {
    return this.opened.close();
  }

  private append(n: number, type: string, data: unknown, options: { userId?: string } = {}): Promise<Position> {
    return this.opened.append(`record-${recordId(n)}`, type, data, options);
  }
}
