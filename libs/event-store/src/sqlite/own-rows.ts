/**
 * What this process knows of the log's end because it has written all of it: as long as nobody else commits, whoever asks what is new in a
 * category need not have the rows looked through that were just written here.
 */
export class OwnRows {
  /** Rows after this one, up to `last`, were all written here. */
  private after = 0;
  private last = 0;
  /** The last of them by category. */
  private readonly byCategory = new Map<string, number>();

  /** Rows `first` to `last`, of one category, were written here. Later ones come later. */
  wrote(category: string, first: number, last: number): void {
    if (first !== this.last + 1) {
      this.after = first - 1;
      this.byCategory.clear();
    }
    this.last = last;
    this.byCategory.set(category, last);
  }

  /** Whether it is certain that no row after `from`, up to the log's end, is of one of the categories. @param head the log's end as it is now */
  hasNone(categories: readonly string[], from: number, head: number): boolean {
    return from >= this.after && head === this.last && categories.every((category) => (this.byCategory.get(category) ?? 0) <= from);
  }
}
