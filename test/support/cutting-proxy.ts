import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP proxy whose connections can be cut. */
export class CuttingProxy {
  /** How many connections were cut. */
  cuts = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((incoming) => {
    const outgoing = connect(this.target);
    for (const [from, to] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      this.sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });

  private constructor(private readonly target: { readonly host: string; readonly port: number }) {}

  /** @returns a proxy in front of a server */
  static async start(target: { readonly host: string; readonly port: number }): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(target);
    await once(proxy.server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Breaks every connection that stands, without a farewell. */
  cut(): void {
    this.cuts += this.sockets.size / 2;
    for (const socket of this.sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.cut();
    await closed;
  }
}
