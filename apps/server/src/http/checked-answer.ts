import type { FastifyInstance } from 'fastify';

/** What was only checked has created nothing, whatever the command would have. */
export function answerChecks(fastify: FastifyInstance): void {
  fastify.addHook('preSerialization', (request, reply, payload, done) => {
    if (reply.statusCode === 201 && (request.query as { readonly check?: unknown }).check === 'true') void reply.status(200);
    done(null, payload);
  });
}
