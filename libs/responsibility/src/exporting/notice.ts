import { termOf, type Actor, type Catalogue, type Language } from '#kernel';
import type { Verdict } from '#verification';
import type { Assessment, RankedUnit, Restatement } from '../assessing/assessment.js';
import { NOTICE_WORDS, type NoticeWords } from './notice-words.js';

/** What a notice is made of. */
export interface Notice {
  readonly assessment: Assessment;
  /** The county's name. */
  readonly county: string;
  /** Who published it when; absent: it is a draft. */
  readonly published?: { readonly eventId: string; readonly time: string; readonly by: Pick<Actor, 'name'> };
  readonly restatements?: readonly Restatement[];
}

const VERDICTS: readonly Verdict[] = ['commend', 'warn', 'criticise'];

/** A printable notice (通报) of a month's assessment: one HTML page that needs nothing else. Pure. */
export function noticeOf(notice: Notice, catalogue: Catalogue, language: Language): string {
  const words = NOTICE_WORDS[language];
  const called = (code: string) => termOf(catalogue, code, language);
  const title = words.title(notice.county, notice.assessment.month);
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><title>${escaped(title)}</title>
<style>
@page { size: A4; margin: 25mm 22mm }
body { font: 12pt/1.75 "FangSong", "STFangsong", serif; color: #000; max-width: 170mm; margin: 0 auto }
h1 { font: bold 18pt/1.4 "SimSun", "STSong", serif; text-align: center }
h2 { font: bold 12pt/1.75 "SimHei", "STHeiti", sans-serif }
table { border-collapse: collapse; width: 100%; font-size: 10pt; line-height: 1.4 }
thead { display: table-header-group }
tr { break-inside: avoid }
th, td { border: 1px solid #000; padding: 2pt 4pt }
td.number { text-align: right }
.draft { text-align: center; color: #a00 }
.signature { text-align: right; margin-top: 2em }
</style></head>
<body>
${notice.published === undefined ? `<p class="draft">${escaped(words.draft)}</p>` : ''}
<h1>${escaped(title)}</h1>
<h2>${escaped(words.summary)}</h2>
<p>${escaped(summaryOf(notice.assessment, words))}</p>
<h2>${escaped(words.verdicts)}</h2>
${VERDICTS.map((verdict) => `<p>${escaped(`${called(verdict)}${words.colon}${named(notice.assessment, verdict, called, words)}`)}</p>`).join('\n')}
<h2>${escaped(words.tables)}</h2>
${notice.assessment.levels.map(({ level, units }) => table(called(level), units, called, words)).join('\n')}
<h2>${escaped(words.notes)}</h2>
${notesOf(notice, words)
  .map((note) => `<p>${escaped(note)}</p>`)
  .join('\n')}
${signature(notice, words)}
</body>
</html>
`;
}

function summaryOf({ levels, outdated }: Assessment, words: NoticeWords): string {
  const units = levels.flatMap((list) => list.units);
  const answering = units.filter(({ n }) => n > 0);
  const ranked = units.filter(({ rank }) => rank !== null);
  const erring = units.filter(({ x }) => x > 0);
  return words.counts({ units: units.length, answering: answering.length, ranked: ranked.length, erring: erring.length, outdated });
}

function named({ levels }: Assessment, verdict: Verdict, called: (code: string) => string, words: NoticeWords): string {
  const names = levels.flatMap(({ units }) => units.filter((one) => one.verdict === verdict).map(({ name }) => called(name)));
  return names.length === 0 ? words.none : `${names.join(words.comma)}${words.stop}`;
}

/** Units that answer for nothing are counted in the summary, not listed. */
function table(title: string, units: readonly RankedUnit[], called: (code: string) => string, words: NoticeWords): string {
  const rows = units.filter(({ n }) => n > 0).map((unit) => `<tr>${cellsOf(unit, called, words)}</tr>`);
  if (rows.length === 0) return '';
  const head = words.header.map((text) => `<th>${escaped(text)}</th>`).join('');
  return `<table><caption>${escaped(title)}</caption><thead><tr>${head}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`;
}

function cellsOf(
  { rank, name, n, x, rate, interval, change, verdict }: RankedUnit,
  called: (code: string) => string,
  words: NoticeWords,
): string {
  const between = interval === null ? '' : `${percent(interval.low)}–${percent(interval.high)}`;
  const cells = [
    [rank === null ? words.unranked : String(rank)],
    [called(name)],
    [String(n), 'number'],
    [String(x), 'number'],
    [rate === null ? '' : percent(rate), 'number'],
    [between, 'number'],
    [change === null ? '' : signed(change), 'number'],
    [verdict === null ? '' : called(verdict)],
  ] as const;
  return cells.map(([text, kind]) => `<td${kind === undefined ? '' : ` class="${kind}"`}>${escaped(text)}</td>`).join('');
}

function notesOf({ assessment, published, restatements = [] }: Notice, words: NoticeWords): readonly string[] {
  const { position, rule, inputs } = assessment;
  return [
    words.method,
    words.proof({ position, rule, inputs, event: published?.eventId }),
    ...restatements.map(({ reversals, assessment: anew }) => words.restated({ reversals: reversals.length, inputs: anew.inputs })),
  ];
}

function signature({ county, published }: Notice, words: NoticeWords): string {
  if (published === undefined) return '';
  return `<p class="signature">${escaped(words.issuer(county))}<br>${escaped(published.by.name)}<br>${escaped(words.day(localDay(published.time)))}</p>`;
}

function localDay(time: string): string {
  return new Date(Date.parse(time) + 8 * 3_600_000).toISOString().slice(0, 10);
}

function percent(rate: number): string {
  return `${(rate * 100).toFixed(2)}%`;
}

function signed(change: number): string {
  const points = (change * 100).toFixed(2);
  return change > 0 ? `+${points}` : points;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
