/** A map that keeps no more than so many: what was set longest ago goes first. */
export class Latest<Key, Value> {
  private readonly values = new Map<Key, Value>();

  /** @param kept how many are kept at most */
  constructor(private readonly kept: number) {}

  get(key: Key): Value | undefined {
    return this.values.get(key);
  }

  set(key: Key, value: Value): void {
    this.values.delete(key);
    this.values.set(key, value);
    for (const [oldest] of this.values) {
      if (this.values.size <= this.kept) return;
      this.values.delete(oldest);
    }
  }

  delete(key: Key): void {
    this.values.delete(key);
  }
}
