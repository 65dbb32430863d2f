/** Wakes whoever pauses. */
export class Wake {
  private readonly sleepers = new Set<() => void>();

  /** Pauses until somebody wakes all, or the time is over. @param ms absent: as long as it takes */
  within(ms?: number): Promise<void> {
    return new Promise((resolve) => {
      const rise = () => {
        clearTimeout(timer);
        this.sleepers.delete(rise);
        resolve();
      };
      const timer = ms === undefined ? undefined : setTimeout(rise, ms);
      this.sleepers.add(rise);
    });
  }

  all(): void {
    for (const rise of [...this.sleepers]) rise();
  }
}
