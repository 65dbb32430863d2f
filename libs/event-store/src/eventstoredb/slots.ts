/**
 * Lets so much work run at a time; the rest waits in order. Bursts of several thousand appends on one connection fail in the client
 * (KurrentDB-Client-NodeJS #167), and a server takes about a hundred calls on one connection.
 */
export class Slots {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly size: number) {}

  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.running >= this.size) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return await work();
    } finally {
      // The slot goes to the next one who waits, or is free.
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}
