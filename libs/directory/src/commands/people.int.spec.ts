import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventLog } from '#event-store';
import { openDirectory, refusalOf, START, type OpenedDirectory } from '../testing/opened-directory.js';
import {
  EndAppointment,
  GrantAppointment,
  GrantDelegation,
  ImportDirectory,
  RegisterPerson,
  type DirectoryContext,
  type EndAppointmentBody,
  type GrantAppointmentBody,
  type GrantDelegationBody,
  type RegisterPersonBody,
} from './index.js';

const OCTOBER = '2020-10-01T00:00:00.000Z';
const NOVEMBER = '2020-11-01T00:00:00.000Z';
const post = { role: 'reviewer', unit: '430482101', line: 'household' };
const collecting = { username: 'u0001', role: 'collector', unit: '430482101201', line: 'household' };

let opened: OpenedDirectory;
let runs = 0;

async function open(through?: (log: EventLog) => EventLog): Promise<OpenedDirectory> {
  const directory = await openDirectory(through);
  await directory.commands.execute(new ImportDirectory(directory.write(), { commandId: 'import' }));
  return directory;
}

beforeEach(async () => {
  opened = await open();
});

afterEach(() => opened.close());

const asAdministrator = (): DirectoryContext => ({ userId: 'u0003', commandId: `command-${(runs += 1)}` });
const register = (body: RegisterPersonBody, context = asAdministrator()) => opened.commands.execute(new RegisterPerson(body, context));
const grant = (body: GrantAppointmentBody, context = asAdministrator()) => opened.commands.execute(new GrantAppointment(body, context));
const end = (body: EndAppointmentBody, context = asAdministrator()) => opened.commands.execute(new EndAppointment(body, context));
const delegate = (body: GrantDelegationBody, context = asAdministrator()) => opened.commands.execute(new GrantDelegation(body, context));
const held = async (userId: string, at: string) => (await opened.reader.current()).appointmentsOf(userId, at);

describe('registering a person', () => {
  it('makes them known, sealed, and answers where that stands in the log', async () => {
    const { userId, position } = await register({ username: 'u0009', name: ' 壬九 ', phone: '19900000009' });
    expect(userId).toBe('u0009');
    expect((await opened.reader.current()).person('u0009')).toEqual({ userId: 'u0009', name: '壬九' });
    const [event] = await opened.log.readStream('person-u0009');
    expect(event).toMatchObject({ position, actor: { userId: 'u0003', role: 'administrator', unitName: '常宁市' } });
    expect(event?.data).toMatchObject({ name: { v: '壬九' }, phone: { v: '19900000009' } });
    expect(await held('u0009', START)).toEqual([]);
  });

  it('refuses a user name that is taken, also to the slower of two who ask at once', async () => {
    expect(await refusalOf(register({ username: 'u0001', name: '另一' }))).toMatchObject({ kind: 'conflict', code: 'username-taken' });
    const outcomes = await Promise.allSettled(['甲', '乙', '丙'].map((name) => register({ username: 'u0010', name })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []))).toEqual([
      'username-taken',
      'username-taken',
    ]);
    expect(await opened.log.readStream('person-u0010')).toHaveLength(1);
  });

  it.each(['', 'system', '王五', 'a b', '-a', 'a'.repeat(65), 'a/../b'])('refuses the user name %p', async (username) => {
    const refusal = await refusalOf(register({ username, name: '甲' }));
    expect(refusal).toMatchObject({ kind: 'invalid', code: 'invalid-body', errors: [{ pointer: '/username' }] });
  });

  it.each([
    [' ', 'value-missing'],
    ['\u200b\u3164\u3000', 'value-missing'],
    ['壬\ufffd', 'broken-name'],
    ['#REF!', 'broken-name'],
  ])('refuses a person whose name is %j: %s', async (name, code) => {
    expect((await refusalOf(register({ username: 'u0009', name }))).errors).toEqual([{ pointer: '/name', code }]);
  });

  it('takes the name and the number normalised', async () => {
    await register({ username: 'u0009', name: '\u200b买买提 • 艾\u0001力', phone: "'199 0000\u20600009" });
    const [registered] = await opened.log.readStream('person-u0009');
    expect(registered?.data).toMatchObject({ name: { v: '买买提·艾力' }, phone: { v: '19900000009' } });
  });
});

describe('appointing', () => {
  it('holds from now, or from a later moment that is given in any zone', async () => {
    await grant({ username: 'u0001', ...post });
    await grant({ username: 'u0002', ...post, from: '2020-10-01T08:00:00+08:00' });
    const directory = await opened.reader.current();
    expect(directory.holders(post, START).map(({ userId }) => userId)).toEqual(['u0001']);
    expect(directory.holders(post, OCTOBER).map(({ userId }) => userId)).toEqual(['u0001', 'u0002']);
  });

  it('never reaches back', async () => {
    const refusal = await refusalOf(grant({ username: 'u0001', ...post, from: '2020-08-31T23:59:59.999Z' }));
    expect(refusal).toMatchObject({ kind: 'invalid', errors: [{ pointer: '/from', code: 'in-the-past' }] });
    for (const from of ['1 October', '2020-09-31T08:00:00+08:00', '2021-02-29T00:00:00Z', '2020-13-01T00:00:00Z'])
      expect((await refusalOf(grant({ username: 'u0001', ...post, from }))).errors).toEqual([{ pointer: '/from', code: 'wrong-time' }]);
  });

  it('refuses what does not exist', async () => {
    expect(await refusalOf(grant({ username: 'nobody', ...post }))).toMatchObject({ kind: 'not-found', code: 'unknown-person' });
    const refusal = await refusalOf(grant({ username: 'u0001', role: 'king', unit: '999', line: 'household' }));
    expect(refusal.errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(['/role unknown-role', '/unit unknown-unit']);
  });

  it('refuses a post that the person holds at that time, and gives it again after its end', async () => {
    expect(await refusalOf(grant(collecting))).toMatchObject({ kind: 'conflict', code: 'appointment-held' });
    await end({ ...collecting, to: OCTOBER });
    expect(await refusalOf(grant({ ...collecting, from: '2020-09-30T00:00:00.000Z' }))).toMatchObject({ code: 'appointment-held' });
    await grant({ ...collecting, from: NOVEMBER });
    expect([(await held('u0001', START)).length, (await held('u0001', OCTOBER)).length, (await held('u0001', NOVEMBER)).length]).toEqual([
      1, 0, 1,
    ]);
  });

  it('says so when others keep being faster', async () => {
    let race = 0;
    const contested = await open((log) => ({
      ...log,
      append: async (stream, expected, events, metadata) => {
        if (metadata.commandId === 'slow') {
          const foreign = { type: 'person-changed', data: {} };
          await log.append(stream, 'any', [foreign], { ...metadata, commandId: `fast-${(race += 1)}` });
        }
        return log.append(stream, expected, events, metadata);
      },
    }));
    const command = new GrantAppointment({ username: 'u0001', ...post }, { userId: 'u0003', commandId: 'slow' });
    expect(await refusalOf(contested.commands.execute(command))).toMatchObject({ kind: 'stale', code: 'directory-busy' });
    expect(race).toBe(2);
    await contested.close();
  });
});

describe('ending an appointment', () => {
  it('ends it now or later; what was before stays', async () => {
    await end({ ...collecting, to: OCTOBER });
    expect(await held('u0001', '2020-09-30T23:59:59.999Z')).toHaveLength(1);
    expect(await held('u0001', OCTOBER)).toEqual([]);
    opened.clock.set('2020-09-15T00:00:00.000Z');
    await end(collecting);
    expect(await held('u0001', '2020-09-14T23:59:59.999Z')).toHaveLength(1);
    expect(await held('u0001', '2020-09-15T00:00:00.000Z')).toEqual([]);
  });

  it('never reaches back, and cannot end what is not held or has ended', async () => {
    expect((await refusalOf(end({ ...collecting, to: '2020-08-01T00:00:00.000Z' }))).errors).toEqual([
      { pointer: '/to', code: 'in-the-past' },
    ]);
    expect(await refusalOf(end({ ...collecting, role: 'helper' }))).toMatchObject({ kind: 'not-found', code: 'no-such-appointment' });
    expect(await refusalOf(end({ ...collecting, username: 'nobody' }))).toMatchObject({ kind: 'not-found', code: 'unknown-person' });
    await end({ ...collecting, to: OCTOBER });
    expect(await refusalOf(end({ ...collecting, to: NOVEMBER }))).toMatchObject({ code: 'no-such-appointment' });
  });

  it('takes the right to administer with it', async () => {
    await end({ username: 'u0003', role: 'administrator', unit: '430482', line: '' });
    expect(await refusalOf(register({ username: 'u0009', name: '壬九' }))).toMatchObject({ kind: 'forbidden', code: 'administrator-only' });
    const again = new ImportDirectory(opened.write({ staff: 'username,name,role,unit,line,phone\nx,癸,administrator,430482,,\n' }), {
      commandId: 'x',
    });
    expect(await refusalOf(opened.commands.execute(again))).toMatchObject({ code: 'administrator-only' });
  });
});

describe('delegating', () => {
  it('lets the delegate hold the other’s appointments in the period', async () => {
    await delegate({ person: 'u0001', delegate: 'u0002', from: OCTOBER, to: NOVEMBER });
    expect((await held('u0002', START)).map(({ onBehalfOf }) => onBehalfOf)).toEqual([undefined]);
    expect((await held('u0002', OCTOBER)).map(({ onBehalfOf }) => onBehalfOf)).toEqual([undefined, 'u0001']);
    expect((await held('u0002', NOVEMBER)).map(({ onBehalfOf }) => onBehalfOf)).toEqual([undefined]);
  });

  it('makes a delegate of the administrator one, who acts on the other’s behalf', async () => {
    await delegate({ person: 'u0003', delegate: 'u0001', to: OCTOBER });
    await register({ username: 'u0009', name: '壬九' }, { userId: 'u0001', commandId: 'by-delegate' });
    const [event] = await opened.log.readStream('person-u0009');
    expect(event?.actor).toMatchObject({ userId: 'u0001', role: 'administrator', onBehalfOf: 'u0003' });
  });

  it('refuses oneself, strangers, and a period that does not run forward', async () => {
    expect((await refusalOf(delegate({ person: 'u0001', delegate: 'u0001', to: OCTOBER }))).errors).toEqual([
      { pointer: '/delegate', code: 'same-person' },
    ]);
    expect(await refusalOf(delegate({ person: 'u0001', delegate: 'nobody', to: OCTOBER }))).toMatchObject({ code: 'unknown-person' });
    expect(await refusalOf(delegate({ person: 'nobody', delegate: 'u0001', to: OCTOBER }))).toMatchObject({ code: 'unknown-person' });
    expect((await refusalOf(delegate({ person: 'u0001', delegate: 'u0002', from: OCTOBER, to: OCTOBER }))).errors).toEqual([
      { pointer: '/to', code: 'wrong-period' },
    ]);
  });
});

describe('every command', () => {
  const commands: readonly (readonly [string, (context: DirectoryContext) => Promise<unknown>])[] = [
    ['RegisterPerson', (context) => register({ username: 'u0009', name: '壬九', phone: '19900000009' }, context)],
    ['GrantAppointment', (context) => grant({ username: 'u0001', ...post }, context)],
    ['EndAppointment', (context) => end(collecting, context)],
    ['GrantDelegation', (context) => delegate({ person: 'u0001', delegate: 'u0002', to: OCTOBER }, context)],
  ];

  it.each(commands)('%s is for administrators', async (_name, run) => {
    const before = (await opened.events()).length;
    for (const userId of [undefined, 'u0001', 'nobody', 'system']) {
      expect(await refusalOf(run({ userId, commandId: 'x' }))).toMatchObject({ kind: 'forbidden', code: 'administrator-only' });
    }
    expect(await opened.events()).toHaveLength(before);
  });

  it.each(commands)('%s given again is answered as the first time', async (_name, run) => {
    const context = asAdministrator();
    const first = await run(context);
    const count = (await opened.events()).length;
    opened.clock.set(OCTOBER);
    expect(await run(context)).toEqual(first);
    expect(await opened.events()).toHaveLength(count);
  });

  it('is not taken for another with the same id', async () => {
    const context = asAdministrator();
    await grant({ username: 'u0001', ...post }, context);
    const refusal = await refusalOf(grant({ username: 'u0001', ...post, unit: '430482' }, context));
    expect(refusal).toMatchObject({ kind: 'invalid', code: 'command-reused' });
  });
});
