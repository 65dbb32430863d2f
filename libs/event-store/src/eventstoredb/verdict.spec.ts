import { describe, expect, it } from '@jest/globals';
import { Refusal } from '#kernel';
import { Dropped, isDeadline, isForeign, verdictOn } from './verdict.js';

/** An error as the client or grpc-js makes it. */
function anError(message: string, rest: { type?: string; code?: number | string } = {}): Error {
  return Object.assign(new Error(message), rest);
}

describe('a verdict on an error', () => {
  it.each([
    [
      'a server that is not there',
      anError('14 UNAVAILABLE: No connection established. Last error: connect ECONNREFUSED', { type: 'unavailable', code: 14 }),
    ],
    ['a server that starts', anError('14 UNAVAILABLE: Server Is Not Ready', { type: 'unavailable', code: 14 })],
    ['a server that is too busy', anError('Could not recognize Server Is Too Busy', { type: 'unknown' })],
    ['a cluster without a leader', anError('2 UNKNOWN: No leader info available in response', { type: 'unknown', code: 2 })],
    ['a cluster that cannot be found', anError('Failed to discover after 10 attempts.')],
    [
      'a connection that did not come about in time',
      anError('4 DEADLINE_EXCEEDED: Deadline exceeded after 1.001s,name resolution: 0.002s,Waiting for LB pick', {
        type: 'deadline-exceeded',
        code: 4,
      }),
    ],
    ['a follower', anError('5 NOT_FOUND: Leader info available', { type: 'not-leader', code: 5 })],
  ])('says of %s: again, and nothing was done', (_, error) => {
    expect(verdictOn(error)).toMatchObject({ again: true, maybeDone: false });
  });

  it.each([
    ['a lost connection', anError('14 UNAVAILABLE: Connection dropped', { type: 'unavailable', code: 14 })],
    ['a timeout of the server', anError('10 ABORTED: Operation timed out', { type: 'timeout', code: 10 })],
    ['no answer in time', anError('4 DEADLINE_EXCEEDED', { type: 'deadline-exceeded', code: 4 })],
    [
      'a second attempt that found no connection',
      anError('4 DEADLINE_EXCEEDED: Deadline exceeded after 1.001s,previous attempts: 1,Waiting for LB pick', { code: 4 }),
    ],
    ['a server that goes down', anError('1 CANCELLED', { type: 'cancelled', code: 1 })],
    ['an error as grpc-js throws it', anError('14 UNAVAILABLE', { code: 14 })],
    ['a reset stream', anError('13 INTERNAL: Received RST_STREAM with code 2', { type: 'unknown', code: 13 })],
    ['an error of a socket', anError('read ECONNRESET', { code: 'ECONNRESET' })],
    ['a write that came too late', anError('write after end', { code: 'ERR_STREAM_WRITE_AFTER_END' })],
    ['a channel that was closed meanwhile', anError('Channel has been shut down')],
    ['what the adapter found itself', new Dropped('ended')],
  ])('says of %s: again, and it may have been done', (_, error) => {
    expect(verdictOn(error)).toMatchObject({ again: true, maybeDone: true });
  });

  it('hands on what was refused, and what is a defect of the program', () => {
    const refusal = new Refusal('conflict', 'wrong-expected-revision');
    expect(verdictOn(refusal)).toEqual({ again: false, error: refusal });
    const defect = new TypeError('undefined is not iterable');
    expect(verdictOn(defect)).toEqual({ again: false, error: defect });
  });

  it('never hands on the words of a server, which may name streams', () => {
    const verdict = verdictOn(anError('7 PERMISSION_DENIED: no right to record-1', { type: 'access-denied', code: 7 }));
    expect(JSON.stringify(verdict)).not.toContain('record-1');
  });

  it('knows when a client is of no use any more', () => {
    expect(isForeign(anError('Channel has been shut down'))).toBe(true);
    expect(isForeign(anError('thrown by whoever used it'))).toBe(false);
    expect(isForeign(anError('unavailable', { type: 'unavailable', code: 14 }))).toBe(false);
    expect(isForeign(new Dropped('silent'))).toBe(false);
    expect(isDeadline(new Dropped('silent'))).toBe(true);
    expect(isDeadline(new Dropped('ended'))).toBe(false);
  });
});
