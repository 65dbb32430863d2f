import { afterEach, describe, expect, it } from '@jest/globals';
import type { EventLog } from '#event-store';
import { COLUMNS, csv, idNumber, povertyRow } from '../testing/county.js';
import { OpenedRosters } from '../testing/opened-rosters.js';

const LI = { name: '李欣怡', id: idNumber('20110305', 2) };

let rosters: OpenedRosters;

afterEach(() => rosters.close());

type Append = EventLog['append'];

/** A log in which another process is a moment ahead with every append to a stream of this kind. */
function ahead(prefix: string, other: (append: Append) => Append): (log: EventLog) => EventLog {
  return (log) => {
    const append: Append = (...call) => log.append(...call);
    return {
      append: async (stream, ...rest) => {
        if (stream.startsWith(prefix)) await other(append)(stream, ...rest);
        return append(stream, ...rest);
      },
      readStream: (...question) => log.readStream(...question),
      readAll: (...question) => log.readAll(...question),
      head: () => log.head(),
      subscribe: (...question) => log.subscribe(...question),
    } as EventLog;
  };
}

async function importOf(through: (log: EventLog) => EventLog) {
  rosters = await (await OpenedRosters.open()).reopen(through);
  return rosters.import([rosters.write('poverty.csv', csv(COLUMNS.poverty, [povertyRow(LI)]))]);
}

const recordEvents = async () => (await rosters.events()).filter(({ stream }) => stream.startsWith('record-')).map(({ type }) => type);

describe('a record that another process is a moment ahead with', () => {
  it('is left as the other has made it, by the same work', async () => {
    await importOf(ahead('record-', (append) => append));
    expect(await recordEvents()).toEqual(['record-opened', 'statement-recorded']);
    expect(await rosters.student(LI.id)).toMatchObject({ name: LI.name, categories: ['registered'] });
  });

  it('is read anew and completed if the other has opened it by other work', async () => {
    const openOnly =
      (append: Append): Append =>
      (stream, expected, events, metadata) =>
        expected === 'no-stream'
          ? append(stream, expected, events.slice(0, 1), { ...metadata, commandId: 'other' })
          : Promise.resolve({ revision: 0, position: '', repeated: true, events: () => [] });
    await importOf(ahead('record-', openOnly));
    expect(await recordEvents()).toEqual(['record-opened', 'statement-recorded']);
  });
});

describe('a number that another process is a moment ahead with', () => {
  it('belongs to the student for whom the other has claimed it', async () => {
    const studentId = '00000000-0000-4000-8000-000000000001';
    const forAnother =
      (append: Append): Append =>
      (stream, expected, _events, metadata) =>
        append(stream, expected, [{ type: 'identity-claimed', data: { studentId } }], { ...metadata, commandId: 'other' });
    await importOf(ahead('identity-', forAnother));
    expect(await rosters.student(LI.id)).toMatchObject({ recordId: `${studentId}-2020-2021` });
  });
});
