import type pg from 'pg';

/** A statement that takes longer is no sign of anything yet, but the server is asked whether it is there, in milliseconds. */
const SLOW_MS = 1_500;

/** What a connection of the client is made of; its types do not show all of it. */
interface Breakable {
  readonly connection: { readonly stream: { destroy(): void } };
}

/**
 * Tells a server that computes for long from one that does not answer any more. A server that stands still, or whose packets are lost, says
 * nothing, and a connection waits for it as long as it stands; nor can a limit be set to statements, of which some take minutes. So while one is on its
 * way the server is asked something small beside it, and if it does not answer that, the connection is given up.
 */
export class Pulse {
  private beating?: Promise<boolean>;

  /** @param ask settles when the server has answered something small; fails soon */
  constructor(private readonly ask: () => Promise<unknown>) {}

  /** What a statement comes to; it fails when the server does not answer. */
  async during<Result>(client: pg.PoolClient, statement: Promise<Result>): Promise<Result> {
    let running = true;
    const watch = async () => {
      if (!(await this.beats()) && running) (client as unknown as Breakable).connection.stream.destroy();
      if (running) timer = setTimeout(() => void watch(), SLOW_MS);
    };
    let timer = setTimeout(() => void watch(), SLOW_MS);
    try {
      return await statement;
    } finally {
      running = false;
      clearTimeout(timer);
    }
  }

  /** Whoever asks at the same time gets the same answer. A second attempt: it may be only the connection that was asked on. */
  private beats(): Promise<boolean> {
    const once = () => this.ask().then(() => true);
    this.beating ??= once()
      .catch(once)
      .catch(() => false)
      .finally(() => (this.beating = undefined));
    return this.beating;
  }
}
