import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal, withoutInvisible } from '#kernel';
import { HttpRefusal } from '../http/http-refusal.js';
import type { ParameterText } from '../openapi/described.js';
import type { ArrivingPart } from './import-jobs.js';

/** Where rosters are handed over; nowhere else is a body taken that is no JSON. */
const UPLOAD_PATH = '/api/imports';

const BYTES = 'application/octet-stream';

/** Types that rosters are handed over as. So may be every other type of a file: its bytes say what it is. */
export const ROSTER_MEDIA_TYPES = [
  BYTES,
  'text/csv',
  'application/vnd.ms-excel',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
] as const;

/** What is no file but wraps one or describes one: forms, and JSON of every kind. */
const NO_FILE = /^\s*(?:multipart\/|application\/x-www-form-urlencoded|[^;]*json)/i;

/** Headers of a part of a file (draft-ietf-httpbis-resumable-upload). */
export const UPLOAD_HEADERS: Readonly<Record<string, ParameterText>> = {
  'Upload-Offset': { description: 'at which byte of the file this part begins', example: '0' },
  'Upload-Complete': { description: '`?1` if the file ends with this part, `?0` if more follow', example: '?1' },
};

/** Of a file's name in bytes: file systems take 255. */
const LONGEST_NAME = 240;

/**
 * Lets a roster's bytes through as a stream: it is never held in memory. Programs call one file by many types, or by none, so there all that is
 * not certainly something else is taken as bytes, before anybody looks for who could read such a type.
 */
export function acceptUploads(fastify: FastifyInstance): void {
  fastify.addHook('preParsing', (request: FastifyRequest, reply: FastifyReply, payload, done) => {
    if (request.routeOptions.url !== UPLOAD_PATH || request.method !== 'POST') return done(null, payload);
    if (NO_FILE.test(request.headers['content-type'] ?? '')) {
      // The client may still be sending.
      void reply.header('connection', 'close').header('accept-post', ROSTER_MEDIA_TYPES.join(', '));
      return done(wrongMediaType());
    }
    request.headers['content-type'] = BYTES;
    done(null, payload);
  });
  fastify.addContentTypeParser(BYTES, (request: FastifyRequest, payload: Readable, done: (error: Error | null, body?: unknown) => void) => {
    if (request.routeOptions.url === UPLOAD_PATH) done(null, payload);
    else done(new HttpRefusal(415, 'wrong-media-type', { params: { wanted: 'application/json' } }));
  });
}

function wrongMediaType(): HttpRefusal {
  return new HttpRefusal(415, 'wrong-media-type', { params: { wanted: ROSTER_MEDIA_TYPES.join(', ') } });
}

/** @throws Refusal 415 `wrong-media-type`, `invalid`/`wrong-upload-header` */
export function arrivingPart({ body, headers }: FastifyRequest): ArrivingPart {
  if (!(body instanceof Readable)) throw wrongMediaType();
  const { 'upload-offset': offset = '0', 'upload-complete': complete = '?1' } = headers;
  if (typeof offset !== 'string' || !/^\d{1,12}$/.test(offset) || (complete !== '?0' && complete !== '?1')) {
    throw new Refusal('invalid', 'wrong-upload-header');
  }
  return { bytes: body, offset: Number(offset), complete: complete === '?1' };
}

/**
 * The name of a file as it will be kept and shown: without what nobody sees, which could make one name look like another.
 * @throws Refusal `invalid`/`invalid-body` if nothing is left, if it would be hidden, or if it is longer than a disk takes
 */
export function fileName(written: string): string {
  const name = withoutInvisible(written).trim();
  if (/^[^.]/u.test(name) && !/\p{Surrogate}/u.test(name) && Buffer.byteLength(name) <= LONGEST_NAME) return name;
  throw new Refusal('invalid', 'invalid-body', { errors: [{ pointer: '/name', code: 'wrong-value' }] });
}
