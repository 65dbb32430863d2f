import type { QueryBus } from '@nestjs/cqrs';
import { Refusal, textOf, type Json } from '#kernel';
import type { Runtime } from '#platform';
import { GetRecord, recordStream, studentsOf, type ShownRecord } from '#records';
import { findingsOf, type RosterImported, type ShownFinding } from '#rosters';
import { allMessages } from '../../../apps/composition/src/countersign.module.js';
import { CYCLE } from './county.js';

/** A county that can be asked: one of these cases, or a server's. */
export interface Asked {
  readonly queries: QueryBus;
  readonly runtime: Pick<Runtime, 'log'>;
}

/** All values of a record by field, without the sections that they stand in. */
export type Values = Readonly<Record<string, Json>>;

/** The day of a roster, and where it was taken from. */
export interface Dated {
  readonly asOf: string;
  readonly dated: string;
}

/** What stands in a county after an import. */
export interface Outcome {
  /** By ID number. */
  readonly records: readonly Values[];
  /** Written as `kind file:line column`, with a comma between the places of one finding; in order. */
  readonly findings: readonly string[];
}

/** Records with every value, and findings, as they stand now. */
export async function outcomeOf(county: Asked): Promise<Outcome> {
  return { records: await recordsOf(county), findings: (await openFindings(county)).map(written).sort() };
}

export async function openFindings(county: Asked): Promise<readonly ShownFinding[]> {
  const findings: ShownFinding[] = [];
  for await (const finding of findingsOf(county.queries, { cycle: CYCLE, clear: true })) findings.push(finding);
  return findings;
}

/** Every record as it is shown. */
export async function shownRecords(county: Asked): Promise<readonly ShownRecord[]> {
  const records: ShownRecord[] = [];
  for await (const { recordId } of studentsOf(county.queries, { cycle: CYCLE })) {
    records.push(await county.queries.execute(new GetRecord({ recordId, clear: true })));
  }
  return records;
}

export async function recordsOf(county: Asked): Promise<readonly Values[]> {
  const values = (await shownRecords(county)).map(({ sections }): Values => Object.assign({}, ...Object.values(sections)));
  return inOrder(values);
}

/** Records in the order of their ID numbers. */
export function inOrder(records: readonly Values[]): readonly Values[] {
  return [...records].sort((a, b) => (String(a.idNumber) < String(b.idNumber) ? -1 : 1));
}

/** `kind file:line column`; the places of one finding in order. */
export function written({ kind, rows }: Pick<ShownFinding, 'kind' | 'rows'>): string {
  const places = rows.map(({ file, line, column }) => `${file}:${line}${column === undefined ? '' : ` ${column}`}`);
  return `${kind} ${places.sort().join(', ')}`;
}

/** The days of the rosters that were imported, by file. */
export async function daysOf(county: Asked): Promise<Readonly<Record<string, Dated>>> {
  const events = (await county.runtime.log.readAll({ limit: 100_000 })).events.filter(({ type }) => type === 'roster-imported');
  return Object.fromEntries(events.map(({ data }) => data as RosterImported).map(({ name, asOf, dated }) => [name, { asOf, dated }]));
}

/** The line on which a department's file first names each person, by ID number. */
export async function linesOf(county: Asked): Promise<Readonly<Record<string, number>>> {
  const lines: Record<string, number> = {};
  for (const { recordId, sections } of await shownRecords(county)) {
    const events = await county.runtime.log.readStream(recordStream(recordId));
    const stated = events.find(({ type }) => type === 'statement-recorded');
    lines[String(sections.identity?.idNumber)] = (stated?.data as { readonly fileLine: number } | undefined)?.fileLine ?? 0;
  }
  return lines;
}

/** How an import was refused. @throws Error if it was not */
export async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const outcome = await work.catch((error: unknown) => error);
  if (outcome instanceof Refusal) return outcome;
  throw outcome instanceof Error ? outcome : new Error('it was not refused');
}

/** What a refusal tells a person, in both languages. */
export function told({ code, params }: Refusal): { readonly zh: string; readonly en: string } {
  return { zh: textOf(allMessages, code, 'zh', params), en: textOf(allMessages, code, 'en', params) };
}
