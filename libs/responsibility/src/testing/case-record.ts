import { digestOf, type Envelope, type Evolving, type Json } from '#kernel';
import type { Directory } from '#directory';
import { studentAid } from '#student-aid';
import {
  decide,
  definitionOf,
  initialState,
  pending,
  replay,
  type Attribution,
  type EvolvingRecordEvent,
  type Past,
  type Pending,
  type RecordCommand,
  type RecordState,
  type StatementRecorded,
  type RecordType,
} from '#verification';
import { officerOf } from '../../../records/src/attribution-pasts.js';
import { completeValues } from '../../../student-aid/src/testing/complete-values.js';
import { countyWith } from './case-county.js';

type Values = Readonly<Record<string, Json>>;

const HOUR_MS = 3_600_000;

/** An event with its place in a log of its own: positions count hours. */
export type CaseEvent = EvolvingRecordEvent & { readonly position: string };

export const sealed = (v: Json): Envelope => ({ c: digestOf(v), v });

export const sealedAll = (values: Values): Record<string, Envelope> =>
  Object.fromEntries(Object.entries(values).map(([name, v]) => [name, sealed(v)]));

/** A record of the case book, worked by its people as the engine lets them; each act an hour after the one before. */
export class CaseRecord {
  events: readonly CaseEvent[] = [];
  state: RecordState = initialState;
  directory: Directory = countyWith();
  now = '2020-09-09T22:00:00.000Z';
  private errors = 0;

  constructor(
    readonly recordId = 'r',
    private readonly previous?: CaseRecord,
  ) {}

  /** The next act is at this time. */
  at(time: string): this {
    this.now = new Date(Date.parse(time) - HOUR_MS).toISOString();
    return this;
  }

  in(directory: Directory): this {
    this.directory = directory;
    return this;
  }

  /**
   * @param type older logs hold what was decided by rules that are stricter now
   * @throws Refusal
   */
  act(userId: string, command: RecordCommand, type: RecordType = studentAid): this {
    this.now = new Date(Date.parse(this.now) + HOUR_MS).toISOString();
    const world = { now: this.now, type, staffing: this.directory, userId, past: this.past() };
    const { actor, events } = decide(this.state, command, world);
    const first = this.state.revision + 1;
    const recorded = events.map((event, index) => {
      const id = `${this.recordId}${first + index}`;
      return { ...event, id, time: this.now, actor, revision: first + index, position: `${this.now}/${String(index)}` } as CaseEvent;
    });
    this.events = [...this.events, ...recorded];
    this.state = replay(this.events);
    return this;
  }

  /** What an attribution looks up, as the records room gathers it. */
  past(events: readonly CaseEvent[] = this.events): Past {
    const directory = this.directory;
    return {
      events,
      officerOf: (statement: Evolving<StatementRecorded>) => officerOf(statement as never, directory, definitionOf(studentAid, 1)),
      ...(this.previous && { previous: { recordId: this.previous.recordId, ...this.previous.past() } }),
    };
  }

  open(userId = 'vc'): this {
    return this.act(userId, { kind: 'open', recordId: this.recordId, subjectId: 's', cycle: '2020-2021' });
  }

  collect(userId: string, section: string, values: Values): this {
    return this.act(userId, { kind: 'collect', section, values: sealedAll(values) });
  }

  /** Opened, collected and visited by the village and the junior high school, with some values otherwise; null leaves one out. */
  collected(otherwise: Values = {}): this {
    this.open();
    for (const [section, userId] of COLLECTORS) {
      const values = { ...completeValues[section], ...only(otherwise, Object.keys(completeValues[section])) };
      this.collect(userId, section, Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)));
    }
    return this.visit('vc', {});
  }

  /** A visit before the school year of the record has begun, as logs hold them from before visits lay within their cycle. */
  visitedEarly(userId: string): this {
    const { cycleDays: _anyDay, ...lenient } = studentAid;
    return this.act(userId, { kind: 'visit', method: 'home', purpose: '资助访', date: '2020-09-09' }, lenient);
  }

  visit(userId: string, checked: Readonly<Record<string, 'confirmed' | { readonly differs: Json }>>): this {
    const checks = Object.entries(checked).map(([field, check]) => {
      return [
        field,
        check === 'confirmed' ? { outcome: 'confirmed' as const } : { outcome: 'differs' as const, value: sealed(check.differs) },
      ];
    });
    const checkedFields = Object.fromEntries(checks) as Record<string, { outcome: 'confirmed' | 'differs'; value?: Envelope }>;
    return this.act(userId, { kind: 'visit', method: 'home', purpose: '资助访', date: '2020-09-09', checked: checkedFields });
  }

  stated(department: string, userId: string, values: Values, file = `${department}.csv`): this {
    const open = { recordId: this.recordId, subjectId: 's', cycle: '2020-2021' };
    const statement = { department, file, fileLine: 7, asOf: '2020-09-01', values: sealedAll(values) };
    return this.act(userId, { kind: 'take-statements', open, statements: [statement], seal: sealed });
  }

  submit(userId: string, line: string): this {
    return this.act(userId, { kind: 'submit', line });
  }

  sign(userId: string, line: string, more: { bulk?: boolean } = {}): this {
    const { level, digest } = this.waiting(line);
    return this.act(userId, { kind: 'sign-off', line, level, digest, note: '已核', ...more });
  }

  giveBack(userId: string, line: string, field: string, to = 'collection', by = line): this {
    const { level, digest } = this.waiting(by);
    return this.act(userId, { kind: 'return', line, level, digest, to, reasons: [{ field, reason: '请核' }] });
  }

  /** The household line goes up as far as the township. */
  household(): this {
    return this.submit('vc', 'household').sign('vr', 'household').sign('tr', 'household');
  }

  enrolment(): this {
    return this.submit('jc', 'enrolment').sign('jr', 'enrolment');
  }

  approved(otherwise: Values = {}): this {
    return this.collected(otherwise).household().enrolment().sign('ap', 'joint');
  }

  /** Somebody reports an error in a field and an officer confirms it. */
  error(field: string, { by = 'edu', ...more }: { by?: string; outdated?: boolean; wrongSince?: string } = {}): this {
    return this.report(field).confirm(by, more);
  }

  /** @param event id of an event that set, submitted or signed an earlier value; absent: the one that stands is wrong */
  report(field: string, userId = 'aud', event?: string): this {
    this.errors += 1;
    return this.act(userId, {
      kind: 'report-error',
      errorId: `e${this.errors}`,
      field,
      origin: 'audit',
      ...(event !== undefined && { event }),
    });
  }

  /** Somebody says of the confirmed error that its value has been changed already. */
  closeError(userId: string): this {
    return this.act(userId, { kind: 'close-error', errorId: this.confirmed() });
  }

  /** Somebody takes their sign-off at a level back, or without one their submission. */
  withdraw(userId: string, line: string, level?: string): this {
    return this.act(userId, { kind: 'withdraw', line, reason: '误点', ...(level !== undefined && { level }) });
  }

  /** The county reopens a line. */
  reopened(line = 'household'): this {
    return this.act('ap2', { kind: 'reopen', lines: [line], reason: '复核' });
  }

  /** Decides what a visit found otherwise: for a value, or for the one that stands. */
  decideFinding(userId: string, field: string, value?: Json): this {
    const open = Object.values(this.state.disagreements).find((one) => one.field === field && one.status === 'open');
    const disagreementId = open?.disagreementId ?? '';
    return this.act(userId, {
      kind: 'decide-disagreement',
      disagreementId,
      reason: '已核',
      ...(value !== undefined && { value: sealed(value) }),
    });
  }

  /** The last event of a type by somebody. */
  eventOf(userId: string, type: CaseEvent['type']): string {
    return this.events.findLast((event) => event.actor.userId === userId && event.type === type)?.id ?? '';
  }

  confirm(by = 'edu', more: { outdated?: boolean; wrongSince?: string } = {}): this {
    const reported = Object.values(this.state.errors).find(({ status }) => status === 'reported');
    return this.act(by, { kind: 'confirm-error', errorId: reported?.errorId ?? '', ...more });
  }

  correct(userId: string, field: string, value: Json): this {
    return this.act(userId, { kind: 'correct', errorId: this.confirmed(), values: sealedAll({ [field]: value }) });
  }

  private confirmed(): string {
    return Object.values(this.state.errors).find(({ status }) => status === 'confirmed' || status === 'outdated')?.errorId ?? '';
  }

  transfer(userId: string, line: string, to: string): this {
    return this.act(userId, { kind: 'transfer', line, to, value: sealed(to) });
  }

  waiting(line: string): Pending {
    const found = pending(this.state, studentAid, this.directory).find((level) => level.line === line);
    if (found === undefined) throw new Error(`nothing waits on ${line}`);
    return found;
  }

  /** The attribution that was stored last. */
  attribution(): Attribution {
    const stored = this.events.findLast(({ type }) => type === 'error-attributed');
    if (stored?.type !== 'error-attributed') throw new Error('nothing has been attributed');
    return stored.data;
  }
}

const COLLECTORS = [
  ['household', 'vc'],
  ['identity', 'vc'],
  ['poverty', 'vc'],
  ['enrolment', 'jc'],
  ['payment', 'jc'],
] as const;

function only(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}
