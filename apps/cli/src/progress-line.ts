/** How often a terminal, and how often a log, is told, in milliseconds. */
const TERMINAL_EVERY = 200;
const LOG_EVERY = 5_000;

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Tells on standard error how something goes on: one line that changes on a terminal, a line now and then elsewhere. */
export class ProgressLine {
  private last: number;
  private standing = false;

  /** @param now milliseconds, from wherever; only differences count */
  constructor(
    private readonly output: Output = process.stderr,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.last = now();
  }

  /** Says how it stands now, unless it has just been said. @param text asked for only when it is said */
  tell(text: () => string): void {
    const terminal = this.output.isTTY === true;
    const time = this.now();
    if (time - this.last < (terminal ? TERMINAL_EVERY : LOG_EVERY)) return;
    this.last = time;
    this.end();
    this.output.write(terminal ? text() : `${text()}\n`);
    this.standing = terminal;
  }

  /** Says at once what is to stay. */
  say(text: string): void {
    this.end();
    this.output.write(`${text}\n`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.standing) this.output.write('\r\u001b[K');
    this.standing = false;
  }
}
