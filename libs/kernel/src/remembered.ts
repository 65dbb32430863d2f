/** What is made once for each key and kept for a while: of more than so many, what was asked for longest ago goes first. */
export class Remembered<Value> {
  private readonly values = new Map<string, Promise<Value>>();

  /** @param kept how many are kept at most */
  constructor(private readonly kept: number) {}

  /** The value of a key, made if it is not there. One that cannot be made is not kept. */
  of(key: string, make: () => Promise<Value>): Promise<Value> {
    const value = this.values.get(key) ?? make();
    this.values.delete(key);
    this.values.set(key, value);
    value.catch(() => this.values.delete(key));
    if (this.values.size > this.kept) this.values.delete(this.values.keys().next().value ?? '');
    return value;
  }
}
