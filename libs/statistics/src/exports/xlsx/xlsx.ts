import { neutralised, type Cell, type Table } from '../table.js';
import { zipOf, type ZipEntry } from './zip-stream.js';

/** Rows that a worksheet can hold (Excel specifications and limits), with its heading. */
const ROWS = 1_048_576;
/** Characters of a worksheet's name. */
const NAME = 31;
const CHUNK = 64 * 1024;

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Styles of cells, by their place in {@link STYLES}. */
const PLAIN = 0;
const BOLD = 1;
const STYLES = `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>`;

/**
 * A table as a workbook (ECMA-376), streamed: texts stand in their cells, so nothing has to be known before the rows. What is more than a
 * worksheet holds goes on in the next.
 *
 * Of our own, because what there is either takes all rows at once or buffers what is read slower than it is made.
 * @param rowsPerSheet fewer only in specs
 */
export async function* xlsxOf(table: Table, rowsPerSheet = ROWS): AsyncGenerator<Buffer> {
  yield* zipOf(partsOf(table, rowsPerSheet));
}

/** The workbook comes last: how many worksheets it has is known only then. */
async function* partsOf(table: Table, rowsPerSheet: number): AsyncGenerator<ZipEntry> {
  const rows = iteratorOf(table.rows);
  const names: string[] = [];
  const state = { ended: false };
  try {
    do {
      names.push(sheetName(table.name, names.length));
      yield { name: `xl/worksheets/sheet${names.length}.xml`, content: sheetOf(table.columns, taken(rows, rowsPerSheet - 1, state)) };
    } while (!state.ended);
  } finally {
    await rows.return?.();
  }
  yield part('xl/workbook.xml', workbook(names));
  yield part('xl/_rels/workbook.xml.rels', workbookRelations(names.length));
  yield part('xl/styles.xml', STYLES);
  yield part('[Content_Types].xml', contentTypes(names.length));
  yield part('_rels/.rels', relations([['officeDocument', 'xl/workbook.xml']]));
}

async function* sheetOf(columns: readonly string[], rows: AsyncIterable<readonly Cell[]>): AsyncGenerator<Buffer> {
  const frozen = '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>';
  let text = `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetViews>${frozen}</sheetViews><sheetData>${rowOf(columns, 1, BOLD)}`;
  let number = 1;
  for await (const row of rows) {
    number += 1;
    text += rowOf(row, number, PLAIN);
    if (text.length < CHUNK) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(`${text}</sheetData></worksheet>`);
}

/** Up to so many rows; knows whether there is one more without losing it. */
async function* taken(rows: Lookahead, count: number, state: { ended: boolean }): AsyncGenerator<readonly Cell[]> {
  for (let n = 0; n < count; n += 1) {
    const next = await rows.next();
    if (next.done === true) break;
    yield next.value;
  }
  state.ended = await rows.ended();
}

interface Lookahead {
  next(): Promise<IteratorResult<readonly Cell[]>>;
  ended(): Promise<boolean>;
  return?(): Promise<unknown>;
}

function iteratorOf(rows: Table['rows']): Lookahead {
  const source = Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  let ahead: IteratorResult<readonly Cell[]> | undefined;
  const next = async () => {
    const value = ahead ?? (await source.next());
    ahead = undefined;
    return value;
  };
  return {
    next,
    async ended() {
      ahead ??= await source.next();
      return ahead.done === true;
    },
    return: async () => source.return?.(),
  };
}

/** Rows and cells are numbered: not every program counts by itself. */
function rowOf(cells: readonly Cell[], number: number, style: number): string {
  return `<row r="${number}">${cells.map((cell, index) => cellOf(cell, `${columnName(index)}${number}`, style)).join('')}</row>`;
}

function cellOf(cell: Cell, reference: string, style: number): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return `<c r="${reference}" s="${style}"><v>${cell}</v></c>`;
  return `<c r="${reference}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(neutralised(cell))}</t></is></c>`;
}

/** A, B … Z, AA … */
function columnName(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnName(Math.floor(index / 26) - 1) + last;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Without the characters that XML 1.0 does not have. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '');
}

function sheetName(name: string, index: number): string {
  const suffix = index === 0 ? '' : ` ${index + 1}`;
  return `${name.replace(/[\\/?*[\]:']/g, ' ').slice(0, NAME - suffix.length)}${suffix}`;
}

function part(name: string, text: string): ZipEntry {
  return { name, content: [Buffer.from(DECLARATION + text)] };
}

function workbook(names: readonly string[]): string {
  const sheets = names.map((name, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`);
  return `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${sheets.join('')}</sheets></workbook>`;
}

function workbookRelations(sheets: number): string {
  const worksheets = Array.from({ length: sheets }, (_, index) => ['worksheet', `worksheets/sheet${index + 1}.xml`] as const);
  return relations([...worksheets, ['styles', 'styles.xml']]);
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const listed = targets.map(
    ([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${listed.join('')}</Relationships>`;
}

function contentTypes(sheets: number): string {
  const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const override = (name: string, kind: string) => `<Override PartName="/xl/${name}.xml" ContentType="${spreadsheet}.${kind}+xml"/>`;
  const worksheets = Array.from({ length: sheets }, (_, index) => override(`worksheets/sheet${index + 1}`, 'worksheet'));
  const defaults =
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>';
  return `<Types xmlns="${PACKAGE}/content-types">${defaults}${override('workbook', 'sheet.main')}${override('styles', 'styles')}${worksheets.join('')}</Types>`;
}
