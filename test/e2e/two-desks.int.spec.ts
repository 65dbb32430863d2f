import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventLog } from '#event-store';
import { CloseRecord, CollectDetails, OpenRecord, ReopenRecord } from '#records';
import { OpenedResponsibility } from '../../libs/responsibility/src/testing/opened-responsibility.js';
import { completeValues } from '../../libs/student-aid/src/testing/complete-values.js';

const ID_NUMBER = '430482200803040026';

let reads: string[];
let one: OpenedResponsibility;
let other: OpenedResponsibility;
let recordId: string;

/** Writes down which streams are read. */
const noted = (log: EventLog): EventLog => ({
  ...log,
  readStream: (stream, options) => {
    reads.push(stream);
    return log.readStream(stream, options);
  },
});

beforeEach(async () => {
  reads = [];
  one = await OpenedResponsibility.open({ through: noted });
  other = await OpenedResponsibility.open({ folder: one.folder });
  ({ recordId } = await one.work(new OpenRecord({ cycle: '2020-2021', idNumber: ID_NUMBER }, one.context('vc'))));
  await one.collect(recordId, 'vc', 'household', completeValues.household);
});
afterEach(async () => {
  await other.close();
  await one.close();
});

const address = (room: OpenedResponsibility, text: string, commandId: string = randomUUID()) =>
  room.work(
    new CollectDetails(
      recordId,
      { section: 'household', values: { ...completeValues.household, address: text } },
      room.context('vc', commandId),
    ),
  );
const eventsOfRecord = () => one.log.readStream(`record-${recordId}`);

describe('a record that two processes work on', () => {
  it('is not read again by the one that wrote last', async () => {
    await address(one, '新建村一组');
    reads.length = 0;
    expect((await address(one, '新建村二组')).events).toBe(1);
    expect(reads).toEqual([]);
  });

  it('is read before anything is refused', async () => {
    await address(one, '新建村一组');
    reads.length = 0;
    const stranger = new CollectDetails(recordId, { section: 'household', values: completeValues.household }, one.context('oc'));
    await expect(one.work(stranger)).rejects.toMatchObject({ kind: 'forbidden' });
    expect(reads).toContain(`record-${recordId}`);
  });

  it('goes on from what the other has written meanwhile', async () => {
    await address(other, '新建村一组');
    const answer = await address(one, '新建村二组');
    await address(other, '新建村三组');
    const events = await eventsOfRecord();
    expect(events.map(({ revision }) => revision)).toEqual(events.map((_event, index) => index));
    expect(events[answer.revision]).toMatchObject({ position: answer.position, data: { values: { address: { v: '新建村二组' } } } });
  });

  it('is refused what the other has ended', async () => {
    await other.work(new CloseRecord(recordId, { reason: 'moved-away' }, other.context('vc')));
    await expect(address(one, '新建村一组')).rejects.toMatchObject({ kind: 'conflict', code: 'record-closed' });
  });

  it('is allowed what the other has freed', async () => {
    recordId = await one.approved('430482200803040042');
    await expect(address(one, '新建村一组')).rejects.toMatchObject({ kind: 'conflict', code: 'line-locked' });
    await other.work(new ReopenRecord(recordId, { lines: ['household'], reason: '搬家' }, other.context('ap')));
    expect((await address(one, '新建村一组')).events).toBeGreaterThan(0);
  });

  it('answers a command that the other has run as the first time, and refuses its id for another', async () => {
    const first = await address(other, '新建村一组', 'the-command');
    expect(await address(one, '新建村一组', 'the-command')).toEqual({ ...first, events: 0 });
    await expect(address(one, '新建村二组', 'the-command')).rejects.toMatchObject({ kind: 'invalid', code: 'command-reused' });
  });

  it('is stale for whoever names a revision before the other’s', async () => {
    const { revision } = await address(one, '新建村一组');
    await address(other, '新建村二组');
    const late = new CollectDetails(
      recordId,
      { section: 'household', values: { ...completeValues.household, address: '新建村三组' } },
      { ...one.context('vc'), ifRevision: revision },
    );
    await expect(one.work(late)).rejects.toMatchObject({ kind: 'stale', code: 'stale-revision', params: { current: revision + 1 } });
  });
});
