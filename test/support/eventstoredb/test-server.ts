import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Certificate } from '../certificate.js';
import type { ServerVersion } from './all-subscription.js';
import type { Calls, Fault, Order } from './faults.js';

const ROOT = resolve(import.meta.dirname, '../../..');

/** What a child process needs to run our sources. */
export const TYPESCRIPT = [
  '--disable-warning=ExperimentalWarning',
  '--experimental-transform-types',
  '--import',
  resolve(ROOT, 'test/support/ts-hooks.mjs'),
];

/** Who asks a secured server, and what it is called. */
interface Secured {
  readonly user: string;
  readonly host: string;
  readonly settings: readonly string[];
}

/** A server that speaks EventStoreDB's protocol, in a process of its own. */
export class TestServer {
  private orders = 0;

  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
    private readonly certificate?: Certificate,
  ) {}

  /** @param certificate absent: the server is an insecure one */
  static async start(version: ServerVersion = '23.10', port = 0, certificate?: Certificate): Promise<TestServer> {
    const secured = certificate === undefined ? [] : [certificate.file, certificate.key];
    const child = fork(resolve(ROOT, 'test/support/eventstoredb/server.ts'), [version, String(port), ...secured], { execArgv: TYPESCRIPT });
    const ended = once(child, 'exit').then(() => {
      throw new Error('the test server did not start');
    });
    const [started] = (await Promise.race([once(child, 'message'), ended])) as [{ port: number }];
    ended.catch(() => undefined);
    return new TestServer(child, started.port, certificate);
  }

  /** The connection string. @param settings further keys, `namespace=…` */
  address(...settings: readonly string[]): string {
    return `esdb://127.0.0.1:${this.port}?${['tls=false', ...settings].join('&')}`;
  }

  /** The connection string of somebody who trusts the server's certificate. @param host as the server is named */
  securedAddress({ user = 'admin:changeit', host = '127.0.0.1', settings = [] }: Partial<Secured> = {}): string {
    const trusted = `tlsCAFile=${encodeURIComponent(this.certificate?.file ?? '')}`;
    return `esdb://${user}@${host}:${this.port}?${[trusted, ...settings].join('&')}`;
  }

  /** Something will go wrong with calls that come from now on. */
  async fault(fault: Fault): Promise<void> {
    await this.order({ kind: 'fault', fault });
  }

  /** How often each call has been made. */
  async calls(): Promise<Calls> {
    return this.order({ kind: 'calls' });
  }

  /** Settles when the calls are as somebody waits for. */
  async until(reached: (calls: Calls) => boolean): Promise<void> {
    while (!reached(await this.calls()));
  }

  /** Settles when the server has done it. Answers what {@link calls} answers. */
  async order(order: Order): Promise<Calls> {
    this.orders += 1;
    const id = this.orders;
    const done = new Promise<Calls>((settle) => {
      const listen = (answer: { id?: number; calls: Calls }) => {
        if (answer.id !== id) return;
        this.child.off('message', listen);
        settle(answer.calls);
      };
      this.child.on('message', listen);
    });
    this.child.send({ id, order });
    return done;
  }

  /** Stands still: it answers nobody, and its connections stay. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  /** Goes on where it stood. */
  thaw(): void {
    this.child.kill('SIGCONT');
  }

  /** Kills the process: its connections break, its database is gone. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
