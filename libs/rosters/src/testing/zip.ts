import { crc32, deflateRawSync } from 'node:zlib';

interface Lies {
  /** What the directory says the parts unpack to. */
  readonly unpacked?: number;
}

/** A ZIP archive of the parts, made by hand, so that it can also be one that no program makes. */
export function zip(parts: Readonly<Record<string, string | Buffer>>, { unpacked }: Lies = {}): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const data = Buffer.from(content);
    const packed = deflateRawSync(data);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc32(data), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(unpacked ?? data.length, 18);
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

const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

interface SheetXml {
  /** What stands in `<worksheet>`. */
  readonly xml: string;
  readonly state?: string;
}

/** A workbook of sheets given as XML. */
export function workbook(sheets: readonly SheetXml[], more: Readonly<Record<string, string>> = {}): Buffer {
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
