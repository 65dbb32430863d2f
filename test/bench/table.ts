import { cpus, totalmem } from 'node:os';
import { readFile, writeFile } from 'node:fs/promises';
import { median, type MeasuredRow, type Outcome, type Part, type Row } from './measure.js';

const BEGIN = '<!-- bench -->';
const END = '<!-- /bench -->';

const HEAD = ['Work', 'Limit', 'Best rival', 'Ours', 'Of limit', 'Against rival', 'Goal', ''];

/** The table as Markdown, with the machine and the day. @param about versions of what took part */
export function tableOf(
  measured: readonly MeasuredRow[],
  about: { readonly day: string; readonly rounds: number; readonly versions: string },
) {
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model.trim() ?? 'CPU'}, ${Math.round(totalmem() / 1024 ** 3)} GiB`;
  const lines = measured.map(lineOf);
  const growth = growthOf(measured);
  const misses = missesOf(measured);
  return [
    `Measured on ${about.day}: ${machine}; ${about.versions}. Medians of at most ${about.rounds} [least–most]; rivals and limit ran in turns with us.`,
    '',
    ...tabled(HEAD, lines),
    ...(growth.length > 0 ? ['', 'How questions grow with the county:', '', ...growth] : []),
    ...(misses.length > 0 ? ['', 'What misses its goal, and why:', '', ...misses] : []),
  ].join('\n');
}

/** Each reason once, with all that it is the reason of. */
function missesOf(measured: readonly MeasuredRow[]): string[] {
  const titles = new Map<string, string[]>();
  for (const { row, outcomes } of measured) {
    if (row.why === undefined || reached(row, outcomes)) continue;
    titles.set(row.why, [...(titles.get(row.why) ?? []), row.title]);
  }
  return [...titles].map(([why, missed]) => `- *${missed.join('; ')}*: ${why}`);
}

/** The time of each question that was asked of the two largest counties, and how many times as long the larger one takes. */
function growthOf(measured: readonly MeasuredRow[]): string[] {
  const asked = measured.flatMap(({ row, outcomes: [ours] }) =>
    row.grows === undefined || ours === undefined ? [] : [{ ...row.grows, times: timesOf(ours) }],
  );
  const sizes = [...new Set(asked.map(({ records }) => records))].sort((one, other) => one - other);
  const [small, large] = sizes.slice(-2);
  if (small === undefined || large === undefined) return [];
  const of = (what: string, records: number) => asked.find((one) => one.what === what && one.records === records)?.times ?? [];
  const questions = [...new Set(asked.map(({ what }) => what))].filter((what) => of(what, small).length > 0 && of(what, large).length > 0);
  const lines = questions.map((what) => [what, ...zipped(of(what, small), of(what, large)).flatMap(grown)]);
  const [few, many] = [small, large].map((records) => `${records.toLocaleString('en')} records`);
  return tabled(['Question', ...['p50', 'p99'].flatMap((share) => [`${share}, ${few}`, many ?? '', 'growth'])], lines);
}

/** The middle of the p50 and of the p99 of all rounds, in milliseconds. */
function timesOf({ values, notes }: Outcome): readonly number[] {
  return [median(notes.map(({ p50 }) => Number(p50))), median(values)];
}

function zipped(some: readonly number[], others: readonly number[]): readonly (readonly [number, number])[] {
  return some.map((one, index) => [one, others[index] ?? NaN]);
}

function grown([small, large]: readonly [number, number]): string[] {
  return [`${figure(small)} ms`, `${figure(large)} ms`, `${(large / small).toFixed(1)} ×`];
}

function tabled(head: readonly string[], lines: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`);
}

/** Puts the table into a page, between its marks. @throws Error if the page has no marks */
export async function writeTable(file: string, table: string): Promise<void> {
  const page = await readFile(file, 'utf8');
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${file} has no place for the table`);
  await writeFile(file, `${page.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${page.slice(end)}`);
}

function lineOf({ row, outcomes }: MeasuredRow): string[] {
  const [ours] = outcomes.filter(({ contestant }) => contestant.part === 'ours');
  const limit = best(row, outcomes, 'limit');
  const rival = best(row, outcomes, 'rival');
  const shown = (outcome: Outcome | undefined, named: boolean) => (outcome === undefined ? '–' : valueOf(row, outcome, named));
  return [
    row.title,
    shown(limit, false),
    shown(rival, true),
    shown(ours, false),
    ratioOf(row, ours, limit, (ratio) => `${Math.round(ratio * 100)} %`),
    ratioOf(row, ours, rival, (ratio) => `${ratio.toFixed(1)} ×`),
    goalOf(row),
    reached(row, outcomes) ? 'reached' : 'missed',
  ];
}

function valueOf(row: Row, { contestant, values }: Outcome, named: boolean): string {
  const [low, middle, high] = [Math.min(...values), median(values), Math.max(...values)].map((value) => figure(value));
  const range = values.length > 1 ? ` [${low}–${high}]` : '';
  return `${middle} ${row.unit}${range}${named ? ` (${contestant.name})` : ''}`;
}

function figure(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(2);
}

/** How much better we are: rates ours by theirs, times theirs by ours. */
function ratio(row: Row, ours: Outcome, theirs: Outcome): number {
  const [own, other] = [median(ours.values), median(theirs.values)];
  return row.unit === '/s' ? own / other : other / own;
}

function ratioOf(row: Row, ours: Outcome | undefined, theirs: Outcome | undefined, show: (ratio: number) => string): string {
  return ours === undefined || theirs === undefined ? '–' : show(ratio(row, ours, theirs));
}

function best(row: Row, outcomes: readonly Outcome[], part: Part): Outcome | undefined {
  const sign = row.unit === '/s' ? -1 : 1;
  return outcomes
    .filter(({ contestant }) => contestant.part === part)
    .sort((one, other) => sign * (median(one.values) - median(other.values)))[0];
}

function goalOf({ goal: { ofLimit, timesBestRival, absolute }, unit }: Row): string {
  const parts = [
    ofLimit !== undefined && `≥ ${Math.round(ofLimit * 100)} % of the limit`,
    timesBestRival !== undefined && `≥ ${timesBestRival} × the best rival`,
    absolute !== undefined && `${unit === '/s' ? '≥' : '≤'} ${absolute.toLocaleString('en')} ${unit}`,
  ];
  return parts.filter((part) => part !== false).join(', ');
}

function reached(row: Row, outcomes: readonly Outcome[]): boolean {
  const [ours] = outcomes.filter(({ contestant }) => contestant.part === 'ours');
  if (ours === undefined) return false;
  const { ofLimit, timesBestRival, absolute } = row.goal;
  const [limit, rival] = [best(row, outcomes, 'limit'), best(row, outcomes, 'rival')];
  const own = median(ours.values);
  return (
    (ofLimit === undefined || (limit !== undefined && ratio(row, ours, limit) >= ofLimit)) &&
    (timesBestRival === undefined || (rival !== undefined && ratio(row, ours, rival) >= timesBestRival)) &&
    (absolute === undefined || (row.unit === '/s' ? own >= absolute : own <= absolute))
  );
}
