import type { FoundOperation } from './operation.js';

/** Status and code of an example for every "no" that an operation may answer. */
export function refusalsOf({ needs, body, query, path, refusals }: FoundOperation): Readonly<Record<number, string | undefined>> {
  return {
    400: 'malformed-request',
    403: needs === 'nobody' || needs === 'nothing' ? 'loopback-only' : 'no-acting-person',
    ...((path.includes('{') || query !== undefined || body !== undefined) && { 404: 'unknown-record', 422: 'invalid-body' }),
    ...(needs === 'revision' && { 409: 'line-locked', 412: 'stale-revision', 428: 'if-match-needed' }),
    ...(body && { 413: 'body-too-large', 415: 'wrong-media-type' }),
    503: needs === 'command' || needs === 'revision' ? 'log-busy' : 'view-behind',
    ...refusals,
  };
}
