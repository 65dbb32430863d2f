import { HttpRefusal } from '../http/http-refusal.js';

/** How many imports of one person there are at a time that have not ended: an office hands over a handful, and each may be a file of 256 MB. */
export const IMPORTS_A_PERSON = 10;

/** Whose imports have not ended, as far as this process has to do with them, in the order in which something of them came last. */
export class OpenImports {
  private readonly owners = new Map<string, string>();

  /** @param isBusy whether an import arrives, waits or runs right now; else its file has come in part and nobody sends the rest */
  constructor(private readonly isBusy: (importId: string) => boolean) {}

  /** An import that stands already. */
  note(importId: string, userId: string): void {
    this.owners.set(importId, userId);
  }

  /**
   * Lets one more arrive, or go on arriving.
   * @returns those that have to go for it: what was broken off longest ago
   * @throws Refusal 429 `too-many-imports`
   */
  enter(importId: string, userId: string): readonly string[] {
    const others = [...this.owners].filter(([id, owner]) => owner === userId && id !== importId).map(([id]) => id);
    const brokenOff = others.filter((id) => !this.isBusy(id));
    if (others.length - brokenOff.length >= IMPORTS_A_PERSON) {
      throw new HttpRefusal(429, 'too-many-imports', { params: { max: IMPORTS_A_PERSON } });
    }
    this.leave(importId);
    this.note(importId, userId);
    const going = brokenOff.slice(0, Math.max(0, others.length + 1 - IMPORTS_A_PERSON));
    for (const id of going) this.leave(id);
    return going;
  }

  /** It has ended, or is not there any more. */
  leave(importId: string): void {
    this.owners.delete(importId);
  }
}
