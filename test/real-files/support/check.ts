import { describe, expect, it } from '@jest/globals';
import { canonicalJson, textOf, type Json, type Refusal } from '#kernel';
import type { RostersImported, ShownFinding } from '#rosters';
import { allMessages } from '../../../apps/composition/src/countersign.module.js';
import { RealCounty, realText } from './county.js';
import type { Case, Place, Refused, Right, RightValues, Told } from './cases.js';
import { daysOf, inOrder, linesOf, openFindings, recordsOf, refusalOf, told, written, type Values } from './outcome.js';
import { AnyOf } from './people.js';

/** A test for each case: a county of its own, one import, and what stands there then is right. */
export function check(theme: string, cases: readonly Case[]): void {
  describe(theme, () => {
    it.each(cases.map((one) => [`${one.kind}. ${one.files.join(' + ')}`, one.is, one] as const))('%s: %s', async (_files, _is, one) => {
      await RealCounty.with((county) => checkCase(county, one));
    });
  });
}

/** Imports the files of a case, and looks. */
export async function checkCase(county: RealCounty, one: Case): Promise<void> {
  if (one.mapping !== undefined) await county.takeMapping(realText(one.mapping));
  if (one.right === undefined) return checkRefused(county, one);
  const head = await county.runtime.log.head();
  const outcome = await county.import(one.files).catch((error: unknown) => error as Refusal);
  if (outcome instanceof Error) {
    // Refused, where it need not be read.
    if (one.refused === undefined) throw new Error(`refused: ${outcome.message} ${JSON.stringify(outcome)}`);
    expectRefused(outcome, one.refused);
    expect(await county.runtime.log.head()).toBe(head);
    return;
  }
  await checkTaken(county, outcome, { ...one, right: one.right });
}

async function checkTaken(county: RealCounty, answer: RostersImported, one: Case & { readonly right: Right }): Promise<void> {
  const findings = await openFindings(county);
  expectRight({ records: await recordsOf(county), findings }, [one.right, ...(one.or ?? [])]);
  // What was not read whole stands in a finding: without one nothing was left out.
  if (findings.length === 0) expect(answer.files.map(({ unread }) => unread)).toEqual(answer.files.map(() => 0));
  if (one.day !== undefined) for (const day of Object.values(await daysOf(county))) expect(day).toMatchObject(one.day);
  if (one.lines !== undefined) expect(await linesOf(county)).toEqual(one.lines);
  if (one.reason !== undefined) expectReasons(findings, one.reason);
}

async function checkRefused(county: RealCounty, { files, refused = { zh: [], en: [] } }: Case): Promise<void> {
  const head = await county.runtime.log.head();
  expectRefused(await refusalOf(county.import(files)), refused);
  expect(await county.runtime.log.head()).toBe(head);
}

/** Exit 3, and one clear answer: a sentence, that names what it must. */
function expectRefused(refusal: Refusal, { code, zh, en }: Refused): void {
  expect(refusal).toMatchObject({ kind: 'unreadable', ...(code !== undefined && { code }) });
  const texts = told(refusal);
  for (const pattern of zh) expect(texts.zh).toMatch(pattern);
  for (const pattern of en) expect(texts.en).toMatch(pattern);
}

function expectReasons(findings: readonly ShownFinding[], { zh, en }: Pick<Refused, 'zh' | 'en'>): void {
  const codes = findings.flatMap(({ kind, detail }) => (kind === 'unreadable-row' ? [String(detail.reason)] : []));
  for (const code of codes) {
    for (const pattern of zh) expect(textOf(allMessages, code, 'zh')).toMatch(pattern);
    for (const pattern of en) expect(textOf(allMessages, code, 'en')).toMatch(pattern);
  }
}

interface Standing {
  readonly records: readonly Values[];
  readonly findings: readonly ShownFinding[];
}

/** What stands there is one of what is right. */
export function expectRight(standing: Standing, rights: readonly Right[]): void {
  const pairs = rights.map((right) => compared(standing, right));
  const same = pairs.find(({ got, right }) => canonicalJson(got as Json) === canonicalJson(right as Json));
  const pair = same ?? pairs[0];
  expect(pair?.got).toEqual(pair?.right);
}

/** Both sides in the same words: where something may be one or the other, what stands there is taken for what is right. */
function compared({ records, findings }: Standing, right: Right): { readonly got: unknown; readonly right: unknown } {
  const wanted = right.findings ?? [];
  // Whoever asks for more goes first, so that nobody takes what another needs.
  const left = [...wanted].sort((a, b) => freedom(a) - freedom(b));
  const labels = findings.map((finding) => {
    const exact = left.findIndex((one) => one.as === finding.kind && rests(finding, one));
    const index = exact >= 0 ? exact : left.findIndex((one) => rests(finding, one));
    const [one] = index < 0 ? [] : left.splice(index, 1);
    return one === undefined ? describedFinding(finding) : label(one);
  });
  const settled = right.records.map((values) => settledValues(values, records));
  return {
    got: { records: inOrder(records), findings: labels.sort() },
    right: { records: inOrder(settled), findings: wanted.map(label).sort() },
  };
}

function settledValues(values: RightValues, records: readonly Values[]): Values {
  const got = records.find(({ idNumber }) => idNumber === values.idNumber) ?? {};
  const settled = Object.entries(values).map(([field, value]): [string, Json | null] => {
    if (!(value instanceof AnyOf)) return [field, value];
    return [field, (value.values.includes(got[field] ?? null) ? (got[field] ?? null) : value.values[0]) as Json];
  });
  return Object.fromEntries(settled.filter(([, value]) => value !== null));
}

const anyKind = ({ as }: Told) => as === 'reported' || as === 'held';

/** How much of a finding is free: its kind, its columns. */
function freedom(one: Told): number {
  return (anyKind(one) ? 2 : 0) + (one.at.some(({ column }) => column === undefined) ? 1 : 0);
}

/** Whether a finding is the one that there must be. */
function rests({ kind, rows, detail }: ShownFinding, one: Told): boolean {
  const { as, at } = one;
  const named = anyKind(one) || as === kind || as === detail.reason;
  return named && rows.length === at.length && at.every((place) => rows.some((row) => stands(row, place)));
}

function stands(row: ShownFinding['rows'][number], { file, line, column, value }: Place): boolean {
  const fits = (wanted: unknown, is: unknown) => wanted === undefined || wanted === is;
  return row.line === line && fits(file, row.file) && fits(column, row.column) && fits(value, row.value);
}

function describedFinding(finding: ShownFinding): string {
  const { reason } = finding.detail;
  return `${written(finding)}${typeof reason === 'string' ? ` (${reason})` : ''}`;
}

function label({ as, at }: Told): string {
  const places = at.map(({ file = '*', line, column, value }) => [`${file}:${line}`, column, value].filter(Boolean).join(' '));
  return `${as} ${places.sort().join(', ')}`;
}
