import type { ServerWritableStream } from '@grpc/grpc-js';
import { Metadata } from '@grpc/grpc-js';
import type { Status } from './faults.js';
import type { ReadRequest, ReadResponse } from './protocol.js';

export type ReadCall = ServerWritableStream<ReadRequest, ReadResponse>;

/** A status as grpc-js takes it, with the server's trailers. */
export function statusError({ code, details, trailers = {} }: Status): Error {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
}

/** Sends no faster than the client takes, and knows when the client has gone. */
export class Outgoing {
  gone = false;
  private readonly leaving: Promise<void>;

  /** @param sent is told of each event that is sent */
  constructor(
    private readonly call: ReadCall,
    private readonly sent: () => void = () => undefined,
  ) {
    this.leaving = new Promise((resolve) => {
      const leave = () => {
        this.gone = true;
        resolve();
      };
      call.on('cancelled', leave);
      call.on('close', leave);
      call.on('error', leave);
    });
  }

  /** What came with the call. */
  get metadata(): Metadata {
    return this.call.metadata;
  }

  /** Settles when the client is gone. */
  get left(): Promise<void> {
    return this.leaving;
  }

  async send(message: ReadResponse): Promise<void> {
    if (message.hasEvent()) this.sent();
    if (this.gone || this.call.write(message)) return;
    await Promise.race([new Promise((resolve) => this.call.once('drain', resolve)), this.leaving]);
  }

  end(): void {
    if (!this.gone) this.call.end();
    this.gone = true;
  }

  fail(status: Status): void {
    if (!this.gone) this.call.emit('error', statusError(status));
    this.gone = true;
  }
}
