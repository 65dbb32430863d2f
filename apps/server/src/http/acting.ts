import { randomUUID } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { IsOptional } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import type { Commanded } from '#event-store';
import { derivedId, Refusal, type Revision } from '#kernel';
import { readBody } from '#records';
import { HttpRefusal } from './http-refusal.js';
import { Flag } from './queries.js';

/** Until accounts exist this header names the acting person. */
export const ACTING_HEADER = 'x-countersign-as';

/** What every command gets from the headers: who acts, under which id, upon which revision. */
export interface Acting extends Commanded {
  readonly userId: string;
  readonly ifRevision?: Revision;
}

/** User names have nothing else in them; bytes that are no ASCII may be anything. */
const READABLE = /^[\x21-\x7e]{0,255}$/;

/**
 * Whoever names an acting person does so readably, also where nobody needs to be named: nobody is answered as somebody else than they said.
 * @throws Refusal `forbidden`/`unreadable-acting-person`
 */
export function mustNameReadably(request: FastifyRequest): void {
  const named = request.headers[ACTING_HEADER];
  if (named === undefined || (typeof named === 'string' && READABLE.test(named))) return;
  throw new Refusal('forbidden', 'unreadable-acting-person');
}

/** As {@link Acting}, where it can be asked with `?check=true` what a command would meet, instead of sending it. */
export interface Checking extends Acting {
  readonly check?: true;
}

/** The person whom the request names; undefined if it names nobody. */
function personOf(request: FastifyRequest): string | undefined {
  const named = request.headers[ACTING_HEADER];
  return typeof named === 'string' && named !== '' ? named : undefined;
}

/** @throws Refusal `forbidden`/`no-acting-person` */
function actingPerson(request: FastifyRequest): string {
  const person = personOf(request);
  if (person === undefined) throw new Refusal('forbidden', 'no-acting-person');
  return person;
}

/**
 * The same key of the same person is the same command; without a key every request is a command of its own.
 * @throws Refusal `invalid`/`wrong-idempotency-key`
 */
function commandOf(request: FastifyRequest, userId: string): Commanded {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return { commandId: randomUUID() };
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) throw new Refusal('invalid', 'wrong-idempotency-key');
  return { commandId: derivedId(userId, key), keyed: true };
}

/**
 * The revision that the caller had before them; undefined for `*`, whatever it is now.
 * @throws Refusal 428 `if-match-needed`, `invalid`/`wrong-if-match`
 */
function revisionOf(request: FastifyRequest): Revision | undefined {
  const tag = request.headers['if-match'];
  if (tag === undefined) throw new HttpRefusal(428, 'if-match-needed');
  if (tag === '*') return undefined;
  const revision = /^"(\d{1,15})"$/.exec(tag)?.[1];
  if (revision === undefined) throw new Refusal('invalid', 'wrong-if-match');
  return Number(revision);
}

const requestOf = (context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>();

/** What says that a command is only to be checked. */
class CheckQuery {
  @IsOptional() @Flag() check?: boolean;
}

/** @throws Refusal `invalid`/`invalid-body` for what is neither `true` nor `false` */
export function isCheck(request: FastifyRequest): boolean {
  const { check } = request.query as { readonly check?: unknown };
  return readBody(CheckQuery, check === undefined ? {} : { check }).check === true;
}

/** Whoever asks for a check where there is none must not find that it was done. @throws Refusal `invalid`/`no-check-here` */
function mustBeMeant(request: FastifyRequest): void {
  if (!('check' in (request.query as object))) return;
  throw new Refusal('invalid', 'no-check-here', { errors: [{ pointer: '/check', code: 'no-check-here' }] });
}

function actingIn(request: FastifyRequest): Acting {
  const userId = actingPerson(request);
  return { userId, ...commandOf(request, userId) };
}

function actingUpon(request: FastifyRequest): Acting {
  const acting = actingIn(request);
  const ifRevision = revisionOf(request);
  return { ...acting, ...(ifRevision !== undefined && { ifRevision }) };
}

/** Who commands what does not depend on a revision: what is new, reviews (their digest decides), people. */
export const By = createParamDecorator((_data: unknown, context: ExecutionContext): Acting => {
  mustBeMeant(requestOf(context));
  return actingIn(requestOf(context));
});

/** As {@link By}, or only a check. */
export const ByOrCheck = createParamDecorator((_data: unknown, context: ExecutionContext): Checking => {
  const request = requestOf(context);
  return isCheck(request) ? { ...actingIn(request), check: true } : actingIn(request);
});

/** Who commands upon a revision of a record that they have seen: `If-Match` is needed. */
export const ByUpon = createParamDecorator((_data: unknown, context: ExecutionContext): Acting => {
  mustBeMeant(requestOf(context));
  return actingUpon(requestOf(context));
});

/** As {@link ByUpon}, or only a check: that is upon the revision which is named, or upon whatever the record is now. */
export const ByUponOrCheck = createParamDecorator((_data: unknown, context: ExecutionContext): Checking => {
  const request = requestOf(context);
  if (!isCheck(request)) return actingUpon(request);
  return { ...(request.headers['if-match'] === undefined ? actingIn(request) : actingUpon(request)), check: true };
});

/** Who asks, if they say so. */
export const AskedBy = createParamDecorator((_data: unknown, context: ExecutionContext): string | undefined =>
  personOf(requestOf(context)),
);

/** Who asks what can only be asked by somebody. */
export const Person = createParamDecorator((_data: unknown, context: ExecutionContext): string => actingPerson(requestOf(context)));
