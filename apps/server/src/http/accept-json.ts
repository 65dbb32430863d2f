import type { FastifyInstance, FastifyRequest } from 'fastify';
import { typedText } from '#kernel';

/**
 * Reads JSON as Fastify does, but decodes it here: bytes that are no UTF-8 do not become other characters in silence, they are found where
 * texts are looked at (`mustBeTypeable`), so that whoever sent them is told in which member.
 */
export function acceptJson(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request: FastifyRequest, body: Buffer, done) =>
    parse(request, typedText(body), done),
  );
}
