/** What goes with a request besides its body. */
export interface Sent {
  readonly as?: string;
  /** The revision for `If-Match`; `*` for whatever it is now. */
  readonly upon?: number | string;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer, read whole. */
export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** The members of answers that tests look at. */
export interface AnyBody {
  readonly [member: string]: never;
}

/** Speaks HTTP and JSON to a server on this machine. */
export class Client {
  constructor(readonly port: number) {}

  get<Body = AnyBody>(path: string, sent: Sent = {}): Promise<Answer<Body>> {
    return this.send('GET', path, undefined, sent);
  }

  post<Body = AnyBody>(path: string, body: unknown, sent: Sent = {}): Promise<Answer<Body>> {
    return this.send('POST', path, JSON.stringify(body), sent);
  }

  /** Sends a body as it stands. */
  async send<Body>(method: string, path: string, body: string | undefined, { as, upon, key, headers }: Sent = {}): Promise<Answer<Body>> {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(as !== undefined && { 'x-countersign-as': as }),
        ...(upon !== undefined && { 'if-match': upon === '*' ? '*' : `"${upon}"` }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...headers,
      },
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: (text === '' ? undefined : JSON.parse(text)) as Body };
  }
}
