import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FindingDesk } from '../findings/finding-desk.js';
import type { RosterRows } from '../keeping/roster-rows.js';
import type { RosterRow } from '../model/facts.js';
import type { FoundFinding } from '../model/finding.js';
import type { CycleFiles } from '../model/roster-file.js';
import type { RostersView } from '../projections/rosters-view.js';
import { adoptedNumber } from '../findings/detail.js';
import { distrustedByCause, distrustFinding } from './row-findings.js';

/** The rows of a cycle whose ID number cannot be trusted: what is found about them, and to whom decisions have given some of them. */
export class Distrusted {
  private constructor(
    readonly findings: readonly FoundFinding[],
    /** Rows by the ID number that a decision gave them. */
    readonly adopted: ReadonlyMap<string, readonly RosterRow[]>,
    /** Numbers that are proposed for a row of a roll, which is not decided. */
    readonly proposedForRoll: ReadonlySet<string>,
  ) {}

  static async among(files: CycleFiles, rows: RosterRows, desk: FindingDesk, view: RostersView): Promise<Distrusted> {
    const findings: FoundFinding[] = [];
    const adopted = new Map<string, RosterRow[]>();
    const proposed = new Set<string>();
    for (const group of distrustedByCause(rows.distrusted(files.hashes))) {
      // Looking up is done at once here, so others get their turn only so.
      await nextTurn();
      const current = group.rows.filter(({ file }) => files.isCurrent(file));
      const name = group.first.facts.name;
      const candidates = name === undefined ? [] : rows.numbersOf(name, files.currentHashes);
      const found = distrustFinding({ first: group.first, rows: current }, candidates);
      const standing = await view.finding(desk.identify(found, files.cycle));
      if (standing?.status === 'accepted') {
        const idNumber = adoptedNumber(standing.content, standing.decision);
        if (idNumber !== undefined) adopted.set(idNumber, [...(adopted.get(idNumber) ?? []), ...group.rows.map(trusted)]);
      }
      if (current.length === 0) continue;
      findings.push(found);
      const open = standing === undefined || standing.status === 'open' || standing.status === 'closed';
      if (!open || found.kind !== 'bad-checksum' || group.first.department !== 'education') continue;
      for (const proposal of found.proposals) if (proposal.action === 'adopt') proposed.add(proposal.idNumber);
    }
    return new Distrusted(findings, adopted, proposed);
  }
}

/** Its number counts now, by decision. */
function trusted({ distrust: _distrust, ...row }: RosterRow): RosterRow {
  return row;
}
