import { LIMITS } from '../limits.js';
import { estimatedRows, sampleOf } from '../row-estimate.js';
import type { OpenedFile, SourceTable } from '../table.js';
import { readElements, relationsOf } from './package.js';
import { readSharedTexts } from './shared-texts.js';
import { sheetRows } from './sheet-rows.js';
import { readDateStyles } from './styles.js';
import type { AttributeOf } from './xml.js';
import type { ZipArchive } from './zip.js';

/** Namespaces of the attribute by which a sheet names its relation: transitional, and strict (ISO/IEC 29500-1). */
const RELATIONSHIPS = /\/officeDocument(\/2006)?\/relationships$/;

interface Sheet {
  readonly name: string;
  readonly relation: string;
  readonly hidden: boolean;
}

/**
 * The sheets of an XLSX workbook that are not hidden, found from its root by relations. Only XML parts are read: macros and whatever else lies
 * in the archive are never touched.
 * @param workbook the archive's main part
 * @throws Refusal `unreadable`: `broken-xlsx`, `encrypted-file`, `too-large`
 */
export async function openWorkbook(archive: ZipArchive, workbook: string): Promise<OpenedFile> {
  const { sheets, from1904 } = await readWorkbook(archive.read(workbook, LIMITS.heldBytes));
  const relations = await relationsOf(archive, workbook);
  const part = (kind: string) => [...relations.values()].find((relation) => relation.kind === kind)?.part;
  const textsPart = part('sharedStrings');
  const stylesPart = part('styles');
  const texts = textsPart === undefined ? [] : await readSharedTexts(archive.read(textsPart, LIMITS.heldBytes));
  const styles = stylesPart === undefined ? [] : await readDateStyles(archive.read(stylesPart, LIMITS.heldBytes));
  const context = { texts, isDate: (style: number) => styles[style] === true, from1904 };
  const tables = sheets.flatMap(({ name, relation, hidden }): readonly SourceTable[] => {
    const found = relations.get(relation);
    if (hidden || found?.kind !== 'worksheet') return [];
    const bytes = () => archive.read(found.part, LIMITS.unpackedBytes);
    return [
      {
        name,
        rows: (data) => sheetRows(bytes(), context, data),
        estimatedRows: async () => estimatedRows(await sampleOf(bytes()), archive.sizeOf(found.part), 'xml-row'),
      },
    ];
  });
  return { tables, alternatives: false };
}

async function readWorkbook(bytes: AsyncIterable<Uint8Array>): Promise<{ sheets: readonly Sheet[]; from1904: boolean }> {
  const sheets: Sheet[] = [];
  let from1904 = false;
  await readElements(bytes, (name, attribute, prefixes) => {
    if (name === 'sheet') {
      const state = attribute('state') ?? 'visible';
      sheets.push({ name: attribute('name') ?? '', relation: relationOf(attribute, prefixes), hidden: state !== 'visible' });
    } else if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attribute('date1904') ?? '');
  });
  return { sheets, from1904 };
}

/** Whatever prefix a program has given the namespace. */
function relationOf(attribute: AttributeOf, prefixes: ReadonlyMap<string, string>): string {
  for (const [prefix, namespace] of prefixes) {
    const id = RELATIONSHIPS.test(namespace) ? attribute(`${prefix}:id`) : undefined;
    if (id !== undefined) return id;
  }
  return attribute('r:id') ?? '';
}
