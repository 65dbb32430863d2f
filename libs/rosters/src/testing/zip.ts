import { crc32, deflateRawSync } from 'node:zlib';

interface Lies {
  /** What the directory says the parts unpack to. */
  readonly unpacked?: number;
}

/** A part that is deflated already; of no right checksum. */
export interface PackedPart {
  readonly packed: Buffer;
  /** What the directory says it unpacks to. */
  readonly unpacked: number;
}

type Part = string | Buffer | PackedPart;

/** A ZIP archive of the parts, made by hand, so that it can also be one that no program makes. */
export function zip(parts: Readonly<Record<string, Part>>, { unpacked }: Lies = {}): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const { packed, crc, size } = packedPart(content);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc, 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(unpacked ?? size, 18);
    head.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), head, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    entries.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), head, rest, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\u0005\u0006'), end]);
}

function packedPart(content: Part): { packed: Buffer; crc: number; size: number } {
  if (typeof content === 'object' && 'packed' in content) return { packed: content.packed, crc: 0, size: content.unpacked };
  const data = Buffer.from(content);
  return { packed: deflateRawSync(data), crc: crc32(data), size: data.length };
}

const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

interface SheetXml {
  /** What stands in `<worksheet>`. */
  readonly xml: string;
  readonly state?: string;
}

/** A workbook of sheets given as XML. */
export function workbook(sheets: readonly SheetXml[], more: Readonly<Record<string, Part>> = {}): Buffer {
  const list = sheets.map(
    ({ state }, index) =>
      `<sheet name="S${index}" sheetId="${index + 1}" r:id="r${index}"${state === undefined ? '' : ` state="${state}"`}/>`,
  );
  const relations = [
    ...sheets.map((_sheet, index) => `<Relationship Id="r${index}" Type="${RELATION}/worksheet" Target="worksheets/s${index}.xml"/>`),
    `<Relationship Id="t" Type="${RELATION}/sharedStrings" Target="sharedStrings.xml"/>`,
    `<Relationship Id="y" Type="${RELATION}/styles" Target="styles.xml"/>`,
  ];
  return zip({
    'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns:r="${RELATION}"><sheets>${list.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${relations.join('')}</Relationships>`,
    'xl/sharedStrings.xml': '<sst/>',
    'xl/styles.xml': '<styleSheet/>',
    ...Object.fromEntries(sheets.map(({ xml }, index) => [`xl/worksheets/s${index}.xml`, `<worksheet>${xml}</worksheet>`])),
    ...more,
  });
}
