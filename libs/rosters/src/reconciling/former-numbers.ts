import type { FindingContent } from '../events.js';
import { adoptedNumber } from '../findings/detail.js';
import type { RosterRows } from '../keeping/roster-rows.js';
import type { RosterRow } from '../model/facts.js';
import type { FoundFinding } from '../model/finding.js';
import type { CycleFiles } from '../model/roster-file.js';
import type { RostersView } from '../projections/rosters-view.js';
import type { FormerBearer } from './known-people.js';
import type { Person } from './person.js';
import { formerNumberFinding } from './row-findings.js';

/** Rows that name students by numbers that were corrected: what is asked about them, and to whom decisions have given them. */
export class FormerNumbers {
  private constructor(
    private readonly decided: ReadonlySet<string>,
    /** Rows by the number of now. */
    private readonly adopted: ReadonlyMap<string, readonly RosterRow[]>,
    private readonly numbers: ReadonlySet<string>,
  ) {}

  /** With what was decided in a cycle before. */
  static async among(files: CycleFiles, rows: RosterRows, view: RostersView): Promise<FormerNumbers> {
    const decided = await view.db
      .selectFrom('finding')
      .select(['finding_id', 'content', 'decision'])
      .where('cycle', '=', files.cycle)
      .where('kind', '=', 'same-student')
      .where('status', 'in', ['accepted', 'rejected'])
      .orderBy('finding_id')
      .execute();
    const adopted = new Map<string, readonly RosterRow[]>();
    const numbers = new Set<string>();
    for (const { content, decision } of decided) {
      const former = (JSON.parse(content) as FindingContent).idNumber?.v;
      const now = adoptedNumber(content, decision);
      if (typeof former !== 'string' || now === undefined) continue;
      numbers.add(former);
      adopted.set(now, [...(adopted.get(now) ?? []), ...rows.person(former, files.hashes).rows]);
    }
    return new FormerNumbers(new Set(decided.map(({ finding_id: id }) => id)), adopted, numbers);
  }

  isDecided(findingId: string): boolean {
    return this.decided.has(findingId);
  }

  /** Whether the rows of this number are somebody's who has another number. */
  isAdopted(idNumber: string): boolean {
    return this.numbers.has(idNumber);
  }

  /** Rows by number, together with what other decisions have given to it. */
  adoptedWith(others: ReadonlyMap<string, readonly RosterRow[]>): Map<string, readonly RosterRow[]> {
    const all = new Map(others);
    for (const [idNumber, rows] of this.adopted) all.set(idNumber, [...(all.get(idNumber) ?? []), ...rows]);
    return all;
  }

  /**
   * What is asked about the rows of a number that somebody bore before; undefined if they bear another name: then they are somebody else's.
   * Rows that no newest roster has are judged too: they are not asked about, but nobody gets a record by them.
   */
  findingOf({ idNumber, current, rows }: Person, former: readonly FormerBearer[]): FoundFinding | undefined {
    const judged = current.length > 0 ? current : rows;
    const bearer = former.find(({ name }) => name !== undefined && judged.some(({ facts }) => facts.name === name));
    return bearer === undefined ? undefined : formerNumberFinding(idNumber, current, { ...bearer, rows: [] });
  }
}
