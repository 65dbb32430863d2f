import { Latest } from './latest.js';

/** What is made once for each key and kept for a while: of more than so many, what was asked for longest ago goes first. */
export class Remembered<Value> {
  private readonly values: Latest<string, Promise<Value>>;

  /** @param kept how many are kept at most */
  constructor(kept: number) {
    this.values = new Latest(kept);
  }

  /** The value of a key, made if it is not there. One that cannot be made is not kept. */
  of(key: string, make: () => Promise<Value>): Promise<Value> {
    const value = this.values.get(key) ?? make();
    this.values.set(key, value);
    value.catch(() => this.values.delete(key));
    return value;
  }
}
