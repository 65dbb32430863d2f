import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventLog } from '#event-store';
import { FILES, openDirectory, refusalOf, START, type OpenedDirectory } from '../testing/opened-directory.js';
import { EndAppointment, GrantAppointment, ImportDirectory } from './index.js';

let opened: OpenedDirectory;
let runs = 0;

beforeEach(async () => {
  opened = await openDirectory();
});

afterEach(() => opened.close());

const importing = (files: Record<'regions' | 'schools' | 'staff', string>, userId?: string) =>
  opened.commands.execute(new ImportDirectory(files, { userId, commandId: `import-${(runs += 1)}` }));

const eventCount = async () => (await opened.events()).length;

describe('the first import', () => {
  it('makes units, people and appointments known, as the program itself', async () => {
    const answer = await importing(opened.write());
    expect(answer).toMatchObject({
      regions: { registered: 3, changed: 0, unchanged: 0 },
      schools: { registered: 2, changed: 0, unchanged: 0 },
      people: { registered: 3, changed: 0, unchanged: 0 },
      appointments: 3,
      events: 11,
    });
    const events = await opened.events();
    expect(events).toHaveLength(11);
    expect(answer.position).toBe(events.at(-1)?.position);
    expect(new Set(events.map(({ actor }) => actor.userId))).toEqual(new Set(['system']));
    const directory = await opened.reader.current();
    expect(directory.top()?.name).toBe('常宁市');
    expect(directory.school('3043482006')).toMatchObject({ parent: '3043482004', village: '430482101201', teachers: 8 });
    expect(directory.holders({ role: 'reviewer', unit: '3043482006', line: 'enrolment' }, START)).toEqual([
      { userId: 'u0002', name: '乙二', role: 'reviewer', unit: '3043482006', line: 'enrolment', from: START },
    ]);
  });

  it('appoints from the moment of the import, not before', async () => {
    await importing(opened.write());
    const directory = await opened.reader.current();
    expect(directory.appointmentsOf('u0001', START)).toHaveLength(1);
    expect(directory.appointmentsOf('u0001', '2020-08-31T23:59:59.999Z')).toEqual([]);
  });

  it('seals names and phones under the person’s own key, and stores them nowhere else', async () => {
    await importing(opened.write());
    const [event] = await opened.log.readStream('person-u0001');
    expect(event?.data).toEqual({
      username: 'u0001',
      name: { c: expect.stringMatching(/^[0-9a-f]{64}$/), v: '甲一' },
      phone: { c: expect.stringMatching(/^[0-9a-f]{64}$/), v: '19900000001' },
    });
    const others = (await opened.events()).filter(({ type }) => !type.startsWith('person-'));
    expect(JSON.stringify(others)).not.toMatch(/甲一|19900000001/);
  });

  it('takes all regions of a real county, in any order of rows, with BOM and CRLF', async () => {
    const [header = '', ...rows] = readFileSync(join(import.meta.dirname, '../testing/changning-regions.csv'), 'utf8')
      .trim()
      .split('\n');
    const regions = `\uFEFF${[header, ...rows.reverse()].join('\r\n')}`;
    expect(await importing(opened.write({ regions }))).toMatchObject({ regions: { registered: 436 } });
    expect((await opened.reader.current()).childrenOf('430482')).toHaveLength(23);
  });
});

describe('importing again', () => {
  beforeEach(() => importing(opened.write()));

  it('appends nothing for the same files, whoever asks', async () => {
    const before = await eventCount();
    expect(await importing(opened.write())).toEqual({
      regions: { registered: 0, changed: 0, unchanged: 3 },
      schools: { registered: 0, changed: 0, unchanged: 2 },
      people: { registered: 0, changed: 0, unchanged: 3 },
      appointments: 0,
      events: 0,
    });
    expect(await eventCount()).toBe(before);
  });

  it('appends nothing when the same is written with what nobody sees and what spreadsheets add', async () => {
    const before = await eventCount();
    const files = opened.write({
      regions: `\ufeffcode,name\u200b,level,parent\r\n="430482",常宁\u2060市,county,\n'430482101,柏坊镇\u3000,township,４３０４８２\r\n"=""430482101201""",新建村委会\ufeff,village,430482101\r,,,\n\u001a`,
      schools: FILES.schools.replace('3043482004', '\u200e3043482004').replace('柏坊镇中心小学', '柏坊镇中⼼小学').replace(',18', ',１８'),
      staff: FILES.staff
        .replace('u0001,甲一', 'ｕ０００１,"甲\u00ad一"')
        .replace('19900000001', '\u2019199 0000 0001')
        .replace('乙二', '乙 二'),
    });
    expect(await importing(files)).toMatchObject({
      events: 0,
      regions: { unchanged: 3 },
      schools: { unchanged: 2 },
      people: { unchanged: 3 },
    });
    expect(await eventCount()).toBe(before);
  });

  it('takes names normalised: no control characters, one dot', async () => {
    const staff = `${FILES.staff}u0004,买买提\u2022艾\u0007力\u200b,auditor,430482,,="19900000004"\n`;
    await importing(opened.write({ staff, regions: FILES.regions.replace('柏坊镇', '\u200b曾\ue863镇') }), 'u0003');
    const directory = await opened.reader.current();
    expect(directory.person('u0004')?.name).toBe('买买提·艾力');
    expect(directory.region('430482101')?.name).toBe('曾䶮镇');
    const [registered] = await opened.log.readStream('person-u0004');
    expect(registered?.data).toMatchObject({ phone: { v: '19900000004' } });
    const before = await eventCount();
    await importing(opened.write({ staff: staff.replace('\u2022', '．') }), 'u0003');
    expect((await opened.events()).slice(before).map(({ stream }) => stream)).toEqual(['region-430482101']);
  });

  it('appends the difference, as the administrator who asks', async () => {
    const before = await eventCount();
    opened.clock.set('2020-10-01T00:00:00.000Z');
    const files = opened.write({
      regions: FILES.regions.replace('柏坊镇', '柏坊街道'),
      schools: FILES.schools.replace(',18', ',19'),
      staff: FILES.staff
        .replace('甲一', '甲新')
        .replace('19900000002', '19900000022')
        .replace('u0003,丙三,administrator,430482,,\n', 'u0004,丁四,auditor,430482,,\n'),
    });
    expect(await importing(files, 'u0003')).toMatchObject({
      regions: { registered: 0, changed: 1, unchanged: 2 },
      schools: { registered: 0, changed: 1, unchanged: 1 },
      people: { registered: 1, changed: 2, unchanged: 0 },
      appointments: 1,
      events: 6,
    });
    const appended = (await opened.events()).slice(before);
    expect(appended.map(({ stream, type }) => `${stream} ${type}`).sort()).toEqual([
      'person-u0001 person-changed',
      'person-u0002 person-changed',
      'person-u0004 appointment-granted',
      'person-u0004 person-registered',
      'region-430482101 region-changed',
      'school-3043482004 school-changed',
    ]);
    expect(appended[0]?.actor).toEqual({
      userId: 'u0003',
      name: '丙三',
      role: 'administrator',
      unit: '430482',
      unitName: '常宁市',
      line: '',
    });
    const directory = await opened.reader.current();
    expect(directory.person('u0001')?.name).toBe('甲新');
    expect(directory.unit('430482101')?.name).toBe('柏坊街道');
    expect(directory.appointmentsOf('u0003', opened.clock.now())).toHaveLength(1);
  });

  it('adds another appointment of a person and leaves the one that they have', async () => {
    const staff = FILES.staff.replace('collector,430482101201,household', 'collector,3043482006,enrolment');
    await importing(opened.write({ staff }), 'u0003');
    const directory = await opened.reader.current();
    expect(directory.appointmentsOf('u0001', opened.clock.now()).map(({ unit }) => unit)).toEqual(['430482101201', '3043482006']);
  });

  it('does not give back an appointment that was ended', async () => {
    const post = { username: 'u0001', role: 'collector', unit: '430482101201', line: 'household' };
    await opened.commands.execute(new EndAppointment(post, { userId: 'u0003', commandId: 'end' }));
    expect(await importing(opened.write())).toMatchObject({ events: 0 });
    expect((await opened.reader.current()).appointmentsOf('u0001', opened.clock.now())).toEqual([]);
    await opened.commands.execute(new GrantAppointment(post, { userId: 'u0003', commandId: 'again' }));
    expect((await opened.reader.current()).appointmentsOf('u0001', opened.clock.now())).toHaveLength(1);
  });

  it('needs an administrator for a change', async () => {
    const files = opened.write({ staff: FILES.staff.replace('甲一', '甲新') });
    const before = await eventCount();
    for (const userId of [undefined, 'u0001', 'nobody']) {
      expect(await refusalOf(importing(files, userId))).toMatchObject({ kind: 'forbidden', code: 'administrator-only' });
    }
    expect(await eventCount()).toBe(before);
  });
});

describe('an import that breaks off', () => {
  it.each([0, 1, 4, 5, 6, 7])('after %i appends is run again without an administrator, and ends as if it had not', async (appends) => {
    let left = appends;
    const breaking = (log: EventLog): EventLog => ({
      ...log,
      append: async (...given) => {
        if ((left -= 1) < 0) throw new Error('the power went');
        return log.append(...given);
      },
    });
    const broken = await openDirectory(breaking);
    const files = broken.write();
    const run = (commandId: string) => broken.commands.execute(new ImportDirectory(files, { commandId }));
    await expect(run('first')).rejects.toThrow('the power went');
    expect(new Set((await broken.events()).map(({ stream }) => stream)).size).toBe(appends);
    left = Number.POSITIVE_INFINITY;
    await run('second');
    await importing(opened.write());
    const essence = async (directory: OpenedDirectory) =>
      (await directory.events()).map(({ stream, type, revision }) => `${stream} ${revision} ${type}`).sort();
    expect(await essence(broken)).toEqual(await essence(opened));
    await broken.close();
  });

  it('plans anew when somebody else was faster', async () => {
    let raced = false;
    const racing = (log: EventLog): EventLog => ({
      ...log,
      append: async (stream, expected, events, metadata) => {
        if (!raced && stream === 'person-u0001') {
          raced = true;
          await log.append(stream, expected, events, { ...metadata, commandId: 'somebody else' });
        }
        return log.append(stream, expected, events, metadata);
      },
    });
    const contested = await openDirectory(racing);
    await contested.commands.execute(new ImportDirectory(contested.write(), { commandId: 'import' }));
    const stream = await contested.log.readStream('person-u0001');
    expect(stream.map(({ type, commandId }) => [type, commandId])).toEqual([
      ['person-registered', 'somebody else'],
      ['appointment-granted', 'somebody else'],
    ]);
    expect((await contested.reader.current()).person('u0003')).toBeDefined();
    await contested.close();
  });
});
