import { LIMITS } from '../limits.js';
import { estimatedRows, sampleOf } from '../row-estimate.js';
import type { SourceTable } from '../table.js';
import { unreadable } from '../unreadable.js';
import { readSharedTexts } from './shared-texts.js';
import { sheetRows } from './sheet-rows.js';
import { readDateStyles } from './styles.js';
import { XmlTokenizer } from './xml.js';
import { ZipArchive } from './zip.js';

const WORKBOOK = 'xl/workbook.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';

interface Sheet {
  readonly name: string;
  readonly relation: string;
  readonly hidden: boolean;
}

interface Relation {
  readonly kind: string;
  readonly part: string;
}

/**
 * The sheets of an XLSX workbook that are not hidden. Only XML parts are read: macros and whatever else lies in the archive are never
 * touched.
 * @throws Refusal `unreadable`: `broken-xlsx`, `encrypted-file`, `too-large`
 */
export async function openWorkbook(path: string): Promise<readonly SourceTable[]> {
  const archive = await ZipArchive.open(path);
  if (!archive.has(WORKBOOK) || !archive.has(RELATIONS)) throw unreadable('broken-xlsx', { reason: 'no-workbook' });
  const { sheets, from1904 } = await readWorkbook(archive.read(WORKBOOK, LIMITS.heldBytes));
  const relations = await readRelations(archive.read(RELATIONS, LIMITS.heldBytes));
  const part = (kind: string) => [...relations.values()].find((relation) => relation.kind === kind)?.part;
  const textsPart = part('sharedStrings');
  const stylesPart = part('styles');
  const texts = textsPart === undefined ? [] : await readSharedTexts(archive.read(textsPart, LIMITS.heldBytes));
  const styles = stylesPart === undefined ? [] : await readDateStyles(archive.read(stylesPart, LIMITS.heldBytes));
  const context = { texts, isDate: (style: number) => styles[style] === true, from1904 };
  return sheets.flatMap(({ name, relation, hidden }) => {
    const found = relations.get(relation);
    if (hidden || found?.kind !== 'worksheet') return [];
    const bytes = () => archive.read(found.part, LIMITS.unpackedBytes);
    return [
      {
        name,
        rows: (dataFrom) => sheetRows(bytes(), context, dataFrom),
        estimatedRows: async () => estimatedRows(await sampleOf(bytes()), archive.sizeOf(found.part), 'xml-row'),
      },
    ];
  });
}

async function readWorkbook(bytes: AsyncIterable<Uint8Array>): Promise<{ sheets: readonly Sheet[]; from1904: boolean }> {
  const sheets: Sheet[] = [];
  let from1904 = false;
  await readElements(bytes, (name, attribute) => {
    if (name === 'sheet') {
      const state = attribute('state') ?? 'visible';
      sheets.push({ name: attribute('name') ?? '', relation: attribute('r:id') ?? '', hidden: state !== 'visible' });
    } else if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attribute('date1904') ?? '');
  });
  return { sheets, from1904 };
}

async function readRelations(bytes: AsyncIterable<Uint8Array>): Promise<ReadonlyMap<string, Relation>> {
  const relations = new Map<string, Relation>();
  await readElements(bytes, (name, attribute) => {
    if (name !== 'Relationship' || attribute('TargetMode') === 'External') return;
    const target = attribute('Target') ?? '';
    const part = target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
    relations.set(attribute('Id') ?? '', { kind: (attribute('Type') ?? '').split('/').at(-1) ?? '', part });
  });
  return relations;
}

async function readElements(
  bytes: AsyncIterable<Uint8Array>,
  open: (name: string, attribute: (name: string) => string | undefined) => void,
): Promise<void> {
  const nothing = () => undefined;
  const tokenizer = new XmlTokenizer({ open, text: nothing, close: nothing });
  for await (const chunk of bytes) tokenizer.feed(chunk);
  tokenizer.end();
}
