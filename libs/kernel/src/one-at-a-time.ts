/** Does the work of one key piece after piece, in the order of asking; work of other keys goes on beside it. */
export class OneAtATime {
  private readonly tails = new Map<string, Promise<unknown>>();

  run<Outcome>(key: string, work: () => Promise<Outcome>): Promise<Outcome> {
    const outcome = (this.tails.get(key) ?? Promise.resolve()).then(work);
    const settled: Promise<void> = outcome
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => {
        if (this.tails.get(key) === settled) this.tails.delete(key);
      });
    this.tails.set(key, settled);
    return outcome;
  }
}
