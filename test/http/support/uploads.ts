import { Client, type Answer } from './client.js';
import { CYCLE } from './small-county.js';

export interface ImportBody {
  readonly importId: string;
  readonly state: string;
  readonly received: number;
  readonly answer?: {
    readonly files: readonly { file: string; repeated: boolean }[];
    readonly records: { opened: number };
    readonly events: number;
  };
  readonly problem?: { readonly code: string; readonly status: number };
  readonly code?: string;
}

export interface Upload {
  readonly as: string;
  readonly key?: string;
  readonly offset?: number;
  readonly more?: boolean;
  readonly query?: string;
  /** Absent: bytes; null: none is named. */
  readonly type?: string | null;
}

/** Hands rosters over to a server on this machine. */
export class Uploads {
  constructor(private readonly port: number) {}

  async upload(name: string, bytes: Uint8Array, { as, key, offset, more, query = '', type }: Upload): Promise<Answer<ImportBody>> {
    const response = await fetch(`http://127.0.0.1:${this.port}/api/imports?cycle=${CYCLE}&name=${encodeURIComponent(name)}${query}`, {
      method: 'POST',
      body: bytes as Uint8Array<ArrayBuffer>,
      headers: {
        ...(type !== null && { 'content-type': type ?? 'application/octet-stream' }),
        'x-countersign-as': as,
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(offset !== undefined && { 'upload-offset': String(offset) }),
        ...(more === true && { 'upload-complete': '?0' }),
      },
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as ImportBody };
  }

  /** How an import has ended. */
  async ended(importId: string): Promise<ImportBody> {
    for (;;) {
      const { body } = await new Client(this.port).get<ImportBody>(`/api/imports/${importId}`);
      if (body.state !== 'running') return body;
      await new Promise((turn) => setTimeout(turn, 20));
    }
  }
}
