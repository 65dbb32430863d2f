import { ErrorType } from '@eventstore/db-client';
import { Refusal } from '#kernel';
import { APPEND_LIMIT } from '../append-limit.js';

/** What an error of client or server means for the one who called. */
export type Verdict =
  /** Trying again would give the same: this is what the caller gets. */
  | { readonly again: false; readonly error: unknown }
  /**
   * Worth another attempt. `maybeDone`: what was asked for may have been done all the same. `atOnce`: nothing to wait for. `answered`: a server
   * that can work has said something, though not what was asked for.
   */
  | {
      readonly again: true;
      readonly reason: string;
      readonly maybeDone: boolean;
      readonly atOnce: boolean;
      readonly answered: boolean;
    };

/**
 * The server fell silent, ended something before its time or does not know what it knew: found by the adapter, not told by the client.
 */
export class Dropped extends Error {
  constructor(readonly reason: 'ended' | 'silent' | 'stalled' | 'vanished') {
    super(reason);
    this.name = 'Dropped';
  }
}

/** Something failed before what was asked for was sent: it has certainly not been done. */
class NotSent extends Error {
  constructor(override readonly cause: unknown) {
    super('not sent');
    this.name = 'NotSent';
  }
}

/** Marks what failed before the thing itself was sent. */
export function notSent(error: unknown): unknown {
  return new NotSent(error);
}

/** Status codes of gRPC. The client hands some errors on as it got them, so its own types do not say everything. */
const CANCELLED = 1;
const UNKNOWN = 2;
const DEADLINE_EXCEEDED = 4;
const RESOURCE_EXHAUSTED = 8;
const ABORTED = 10;
const INTERNAL = 13;
const UNAVAILABLE = 14;
const PASSING = new Set([CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, INTERNAL, UNAVAILABLE]);

/** What the server answers while it cannot work, before it has done anything; and what grpc-js says when it had no connection to send on. */
const NOT_DONE = /not ready|too busy|no leader info|no connection established|name resolution failed|failed to discover/i;

/**
 * What grpc-js says (1.14 `ResolvingCall`, `LoadBalancingCall`) when a call's time was spent before there was a connection to send it on. An
 * attempt of its own that went before may have been sent.
 */
const NEVER_SENT = /^(?!.*previous attempts).*\bwaiting for (name resolution|metadata filters|lb pick)/i;

/** What Node and grpc-js say when a connection goes away under a call. */
const CONNECTION_LOST =
  /write after end|closed channel|channel has been shut down|stream was destroyed|session .*(closed|destroyed)|socket hang up|goaway|rst_stream/i;

interface Known {
  readonly type?: string;
  readonly code?: number | string;
  readonly message?: string;
}

/**
 * Sorts an error by what can be done about it (server 23.10 `RpcExceptions`, client `CommandError`). Neither text nor message of the server
 * is handed on: both may name streams.
 */
export function verdictOn(error: unknown): Verdict {
  if (error instanceof NotSent) {
    const verdict = verdictOn(error.cause);
    return verdict.again ? { ...verdict, maybeDone: false } : verdict;
  }
  if (error instanceof Refusal) return { again: false, error };
  if (error instanceof Dropped) return { ...again(error.reason), answered: error.reason === 'vanished' };
  const { type, code, message = '' } = error as Known;
  if (type === ErrorType.NOT_LEADER) return { again: true, reason: type, maybeDone: false, atOnce: true, answered: true };
  if (NOT_DONE.test(message) || NEVER_SENT.test(message)) return again(type ?? 'not-ready', false);
  if (typeof code === 'number') return onStatus(code, type);
  if (typeof code === 'string' && /^(E[A-Z]+|ERR_(STREAM|HTTP2)_[A-Z_]+)$/.test(code)) return again(code);
  if (CONNECTION_LOST.test(message)) return again('connection-lost');
  if (type !== undefined) return refused(type);
  return { again: false, error };
}

function onStatus(code: number, type: string | undefined): Verdict {
  if (PASSING.has(code)) return again(type === undefined || type === ErrorType.UNKNOWN ? `status-${code}` : type);
  // A server may be set to less than we promise.
  if (type === ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED) return { again: false, error: tooLarge() };
  return refused(type === undefined || type === ErrorType.UNKNOWN ? `status-${code}` : type);
}

/** @returns Refusal `invalid`/`append-too-large` */
export function tooLarge(): Refusal {
  return new Refusal('invalid', 'append-too-large', { params: { limit: APPEND_LIMIT } });
}

function again(reason: string, maybeDone = true): Verdict & { readonly again: true } {
  return { again: true, reason, maybeDone, atOnce: false, answered: false };
}

function refused(reason: string): Verdict {
  return { again: false, error: new Refusal('unavailable', 'log-unusable', { params: { reason } }) };
}

/** Whether an error says that the server did not answer in time: the client keeps such a connection, so somebody else has to give it up. */
export function isDeadline(error: unknown): boolean {
  return (
    (error as Known).code === DEADLINE_EXCEEDED || (error instanceof Dropped && (error.reason === 'silent' || error.reason === 'stalled'))
  );
}

/**
 * Whether an error that is worth another attempt came from the client's own machinery and not from a server: another client may do better.
 */
export function isForeign(error: unknown): boolean {
  const { type, code } = error as Known;
  const fromServer = error instanceof Dropped || type !== undefined || (typeof code === 'number' && code !== UNKNOWN);
  return !fromServer && verdictOn(error).again;
}
