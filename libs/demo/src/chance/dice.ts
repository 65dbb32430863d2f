import { sha256 } from '#kernel';

const RANGE = 2 ** 32;

/**
 * Chance that can be repeated (mulberry32). A die is thrown for one question about one thing, which its keys name: so the answer is the
 * same in every run, whatever else was asked before, and also after a run was killed and started again.
 */
export class Dice {
  constructor(private state: number) {}

  /** From 0 up to but not including 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / RANGE;
  }

  /** True in this share of all throws, from 0 to 1. */
  share(of: number): boolean {
    return this.next() < of;
  }

  /** A whole number, both ends included. */
  between(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** @throws RangeError for an empty list */
  pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new RangeError('nothing to pick from');
    return items[Math.floor(this.next() * items.length)] as Item;
  }

  /** One of the items, each as often as its weight says. @throws RangeError for an empty list */
  weighted<Item>(items: readonly (readonly [item: Item, weight: number])[]): Item {
    let rest = this.next() * items.reduce((sum, [, weight]) => sum + weight, 0);
    const chosen = items.find(([, weight]) => (rest -= weight) < 0) ?? items.at(-1);
    if (chosen === undefined) throw new RangeError('nothing to pick from');
    return chosen[0];
  }

  /** So many digits. */
  digits(length: number): string {
    return Array.from({ length }, () => this.between(0, 9)).join('');
  }
}

/** The die of one question. */
export function dice(...keys: readonly (string | number)[]): Dice {
  return new Dice(rank(...keys) | 0);
}

/** A number from 0 to 2³² - 1 that orders things by chance, always in the same way. */
export function rank(...keys: readonly (string | number)[]): number {
  return Number.parseInt(sha256(keys.map((key) => `${String(key).length}:${key}`).join('|')).slice(0, 8), 16);
}
