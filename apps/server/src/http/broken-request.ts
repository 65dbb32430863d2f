import type { Socket } from 'node:net';
import { textOf, type Catalogue } from '#kernel';
import { HttpRefusal } from './http-refusal.js';

const REFUSALS: Readonly<Record<string, HttpRefusal>> = {
  ERR_HTTP_REQUEST_TIMEOUT: new HttpRefusal(408, 'request-timeout'),
  HPE_HEADER_OVERFLOW: new HttpRefusal(431, 'headers-too-large'),
};

const MALFORMED = new HttpRefusal(400, 'malformed-request');

/** Answers what Node's parser gave up on, which never becomes a request, and cuts the connection off. */
export function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket, catalogue: Catalogue): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const refusal = REFUSALS[error.code ?? ''] ?? MALFORMED;
  const { status, code } = refusal;
  const body = JSON.stringify({
    type: `urn:countersign:problem:${code}`,
    title: refusal.title('zh'),
    status,
    detail: textOf(catalogue, code, 'zh'),
    code,
  });
  const head = `HTTP/1.1 ${status} ${code}\r\ncontent-type: application/problem+json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n`;
  socket.end(head + body, () => socket.destroy());
}
