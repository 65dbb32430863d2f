import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { canonicalJson, derivedId, Refusal, type Actor, type Envelope, type Json, type Position } from '#kernel';
import type { EventLog } from '#event-store';
import { EVENT_LOG, SEALER } from '#platform';
import type { Sealer } from '#protection';
import type { FindingContent, RosterEvent } from '../events.js';
import { isDepartment } from '../model/department.js';
import type { FindingKind, FoundFinding } from '../model/finding.js';
import type { Officers } from '../officers.js';
import type { FindingTableRow } from '../projections/tables.js';
import { RostersView } from '../projections/rosters-view.js';
import { findingStream } from '../streams.js';
import { Turns } from '../turns.js';

/** Parameters of one query: bounds how long the event loop stands still. */
const CHUNK = 200;

/** A finding with the id that its cause gives it and, if it is known, the student whom it is about. */
export interface IdentifiedFinding {
  readonly findingId: string;
  readonly found: FoundFinding;
  readonly studentId?: string;
}

/** Which findings are judged: all of a cycle, or those about some people. */
export interface Scope {
  readonly cycle: string;
  /** Keyed hashes of ID numbers; absent: everybody. */
  readonly people?: readonly string[];
  /** Absent: all kinds. */
  readonly kinds?: readonly FindingKind[];
}

export interface SyncedFindings {
  readonly opened: number;
  readonly closed: number;
  readonly events: number;
  readonly position?: Position;
}

/** Opens, updates and closes findings, so that the open ones are those that reconciling has found. What people have decided stays decided. */
@Injectable()
export class FindingDesk {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(SEALER) private readonly sealer: Sealer,
    private readonly view: RostersView,
  ) {}

  /** The same cause has the same id, whatever file it is found in first; the id tells nothing about the person. */
  identify(found: FoundFinding, cycle: string): string {
    return derivedId('finding', this.sealer.indexOf(canonicalJson([cycle, found.kind, ...found.cause])));
  }

  /** Keyed hash of an ID number, by which findings about a person are found. */
  personKey(idNumber: string): string {
    return this.sealer.indexOf(idNumber);
  }

  async sync(findings: readonly IdentifiedFinding[], scope: Scope, officers: Officers): Promise<SyncedFindings> {
    const standing = await this.standing(findings, scope);
    const wanted = new Set(findings.map(({ findingId }) => findingId));
    const turns = new Turns();
    const news = await turns.each(findings, ({ findingId, found }) => this.isNews(found, scope.cycle, standing.get(findingId)));
    const changes = findings.filter((_finding, index) => news[index]);
    const gone = [...standing.values()].filter((row) => row.status === 'open' && !wanted.has(row.finding_id) && inScope(row, scope));
    await this.sealer.ensureKeys(changes.map(sealedFor));
    // All under way at once: those that arrive together share a commit.
    const positions = [
      ...(await turns.each(changes, (finding) => this.write(finding, scope.cycle, standing.get(finding.findingId), officers))),
      ...(await turns.each(gone, (row) => this.close(row, officers))),
    ];
    return {
      opened: changes.filter(({ findingId }) => standing.get(findingId)?.status !== 'open').length,
      closed: gone.length,
      events: changes.length + gone.length,
      ...newest(positions),
    };
  }

  /** What stands of these findings, and every open one in scope. */
  private async standing(
    findings: readonly IdentifiedFinding[],
    { cycle, people, kinds }: Scope,
  ): Promise<ReadonlyMap<string, FindingTableRow>> {
    const rows = new Map<string, FindingTableRow>();
    const ids = findings.map(({ findingId }) => findingId);
    for (let start = 0; start < ids.length; start += CHUNK) {
      const chunk = ids.slice(start, start + CHUNK);
      for (const row of await this.view.db.selectFrom('finding').selectAll().where('finding_id', 'in', chunk).execute())
        rows.set(row.finding_id, row);
      await nextTurn();
    }
    let open = this.view.db.selectFrom('finding').selectAll().where('cycle', '=', cycle).where('status', '=', 'open');
    if (people !== undefined)
      open = open.where((where) => where.or([where('person', 'in', [...people]), where('kind', 'in', [...EVERYWHERE])]));
    if (kinds !== undefined) open = open.where('kind', 'in', [...kinds]);
    for (const row of await open.execute()) rows.set(row.finding_id, row);
    return rows;
  }

  /** A decided finding is not opened again by the same cause; a closed one is. */
  private isNews(found: FoundFinding, cycle: string, row: FindingTableRow | undefined): boolean {
    if (row === undefined || row.status === 'closed') return true;
    return row.status === 'open' && row.fingerprint !== this.fingerprint(found, cycle);
  }

  private async write(finding: IdentifiedFinding, cycle: string, row: FindingTableRow | undefined, officers: Officers): Promise<Position> {
    const content = this.content(finding, cycle);
    const type = row?.status === 'open' ? 'finding-updated' : 'finding-opened';
    return this.append(
      finding.findingId,
      row?.revision,
      { type, data: content },
      actorFor(content.departments, officers),
      content.fingerprint,
    );
  }

  private async close(row: FindingTableRow, officers: Officers): Promise<Position> {
    const { departments, rows } = JSON.parse(row.content) as FindingContent;
    const data = { rows: rows.map(({ file, line }) => ({ file, line })) };
    return this.append(row.finding_id, row.revision, { type: 'finding-closed', data }, actorFor(departments, officers), row.fingerprint);
  }

  private async append(findingId: string, revision: number | undefined, event: RosterEvent, actor: Actor, hash: string): Promise<Position> {
    // The same change at the same place is the same command, however often an import is started again.
    const commandId = derivedId(event.type, findingId, String(revision ?? -1), hash);
    const metadata = { actor, commandId, commandHash: hash, correlationId: commandId, causationId: commandId };
    try {
      return (await this.log.append(findingStream(findingId), revision ?? 'no-stream', [event], metadata, { unhurried: true })).position;
    } catch (error) {
      // Another process reconciles, or somebody decides at this moment: theirs counts, and the next reconciling looks again.
      if (!(error instanceof Refusal) || error.kind !== 'conflict') throw error;
      return '';
    }
  }

  private content(finding: IdentifiedFinding, cycle: string): FindingContent {
    const { found } = finding;
    const subject = sealedFor(finding);
    const seal = (value: Json): Envelope => this.sealer.seal(subject, value);
    return {
      kind: found.kind,
      cycle,
      departments: found.departments,
      sealedFor: subject,
      ...(found.person !== undefined && { person: this.personKey(found.person) }),
      ...(found.subject.name !== undefined && { name: seal(found.subject.name) }),
      ...(found.subject.idNumber !== undefined && { idNumber: seal(found.subject.idNumber) }),
      rows: found.rows.map(({ value, ...row }) => ({ ...row, ...(value !== undefined && { value: seal(value) }) })),
      detail: seal({ facts: found.facts, proposals: found.proposals as unknown as Json }),
      fingerprint: this.fingerprint(found, cycle),
    };
  }

  private fingerprint(found: FoundFinding, cycle: string): string {
    const { departments, subject, rows, facts, proposals } = found;
    return this.sealer.indexOf(canonicalJson({ cycle, departments, subject, rows, facts, proposals } as unknown as Json));
  }
}

/** Kinds that are always judged for the whole cycle, unless they are about one person. */
const EVERYWHERE: readonly string[] = ['same-name-same-village', 'same-student'] satisfies FindingKind[];

function inScope({ person, kind }: FindingTableRow, { people, kinds }: Scope): boolean {
  if (kinds !== undefined && !(kinds as readonly string[]).includes(kind)) return false;
  if (people === undefined) return true;
  return person === null ? EVERYWHERE.includes(kind) : people.includes(person);
}

/** The last of positions; nothing if nobody has written. */
function newest(positions: readonly Position[]): { position?: Position } {
  const last = positions.reduce((latest, next) => (next > latest ? next : latest), '');
  return last === '' ? {} : { position: last };
}

function sealedFor({ findingId, studentId }: IdentifiedFinding): string {
  return studentId ?? findingId;
}

/** The first department concerned answers for saying so. */
function actorFor(departments: readonly string[], officers: Officers): Actor {
  return officers.actor(departments.find(isDepartment) ?? 'education');
}
