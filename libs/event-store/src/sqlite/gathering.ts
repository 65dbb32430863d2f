/** How long nothing may have come before what has gathered is ready, in milliseconds. */
const QUIET = 20;

/** Gathers what may wait for company, until there is enough of it or no more comes. */
export class Gathering<Item> {
  private items: Item[] = [];
  private timer?: NodeJS.Timeout;
  private ripe = 0;

  /**
   * @param enough how many are taken at once at most
   * @param ready there is something to take
   */
  constructor(
    private readonly enough: number,
    private readonly ready: () => void,
  ) {}

  add(item: Item): void {
    this.items.push(item);
    if (this.items.length % this.enough === 0) this.ripen();
    if (this.timer === undefined) this.timer = setTimeout(() => this.ripen(), QUIET);
    else this.timer.refresh();
  }

  /** What is ready, the first first; nothing while it still gathers. */
  take(): readonly Item[] {
    const some = this.items.splice(0, Math.min(this.ripe, this.enough));
    this.ripe -= some.length;
    return some;
  }

  /** Whatever there is is ready: nobody waits for more. */
  end(): void {
    if (this.items.length > 0) this.ripen();
  }

  private ripen(): void {
    this.ripe = this.items.length;
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.ripe > 0) this.ready();
  }
}
