import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '#kernel';
import { HttpRefusal } from '../http/http-refusal.js';
import type { ArrivingPart } from './import-jobs.js';

/** Where rosters are handed over; nowhere else is a body taken that is no JSON. */
const UPLOAD_PATH = '/api/imports';

export const ROSTER_MEDIA_TYPES = [
  'application/octet-stream',
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
] as const;

/** Headers of a part of a file, with an example of each (draft-ietf-httpbis-resumable-upload). */
export const UPLOAD_HEADERS: Readonly<Record<string, string>> = { 'Upload-Offset': '0', 'Upload-Complete': '?1' };

/** Lets a roster's bytes through as a stream: it is never held in memory. */
export function acceptUploads(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(
    [...ROSTER_MEDIA_TYPES],
    (request: FastifyRequest, payload: Readable, done: (error: Error | null, body?: unknown) => void) => {
      if (request.routeOptions.url === UPLOAD_PATH) done(null, payload);
      else done(new HttpRefusal(415, 'wrong-media-type', { params: { wanted: 'application/json' } }));
    },
  );
}

/** @throws Refusal 415 `wrong-media-type`, `invalid`/`wrong-upload-header` */
export function arrivingPart({ body, headers }: FastifyRequest): ArrivingPart {
  if (!(body instanceof Readable)) throw new HttpRefusal(415, 'wrong-media-type', { params: { wanted: ROSTER_MEDIA_TYPES.join(', ') } });
  const { 'upload-offset': offset = '0', 'upload-complete': complete = '?1' } = headers;
  if (typeof offset !== 'string' || !/^\d{1,12}$/.test(offset) || (complete !== '?0' && complete !== '?1')) {
    throw new Refusal('invalid', 'wrong-upload-header');
  }
  return { bytes: body, offset: Number(offset), complete: complete === '?1' };
}
