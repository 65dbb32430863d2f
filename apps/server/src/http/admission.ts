import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '#kernel';
import { BODY_METHODS } from './depth.js';

/**
 * Lets so many commands in at one time. What comes beyond that is told at once to come again, instead of waiting in a queue that only grows:
 * what is let in is answered in time. Questions are not counted, so whoever listens to the feed takes no place.
 */
export class Admission {
  private commands = 0;
  private closed = false;

  constructor(private readonly maxCommands: number) {}

  /** How many commands are under way. */
  get underWay(): number {
    return this.commands;
  }

  /** Takes nothing more in, because the program ends; what is under way is finished. */
  close(): void {
    this.closed = true;
  }

  /** Asks before anything of a request is read. */
  guard(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      if (this.closed) void reply.header('connection', 'close');
      done(this.closed ? new Refusal('unavailable', 'stopping') : this.enter(request, reply));
    });
    fastify.addHook('preHandler', (request, _reply, done) => {
      places.get(request)?.begin();
      done();
    });
    fastify.addHook('onSend', (request, _reply, payload, done) => {
      places.get(request)?.leave();
      done(null, payload);
    });
  }

  /** A place is free again when the answer is there, or when a client has gone before its command was whole. */
  private enter(request: FastifyRequest, reply: FastifyReply): Refusal | undefined {
    if (!BODY_METHODS.includes(request.method)) return undefined;
    if (this.commands >= this.maxCommands) return new Refusal('unavailable', 'overloaded');
    this.commands += 1;
    const place = new Place(() => (this.commands -= 1));
    places.set(request, place);
    reply.raw.once('close', () => place.clientGone());
    return undefined;
  }
}

/** The place of a command that is under way. */
class Place {
  private begun = false;
  private left = false;

  constructor(private readonly free: () => void) {}

  /** Its work has begun: it goes on also if the client does not wait for it. */
  begin(): void {
    this.begun = true;
  }

  clientGone(): void {
    if (!this.begun) this.leave();
  }

  leave(): void {
    if (!this.left) this.free();
    this.left = true;
  }
}

const places = new WeakMap<FastifyRequest, Place>();
