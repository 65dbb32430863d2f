import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rostersMessages } from '../messages.js';
import { zip } from '../testing/zip.js';
import { openTables } from './open-tables.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'formats-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function write(content: string | Buffer): string {
  const path = join(folder, '名册.xlsx');
  writeFileSync(path, content);
  return path;
}

/** An OLE container whose directory names one stream. */
function ole(stream: string): Buffer {
  const file = Buffer.alloc(1024 + 512);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(file);
  file.writeUInt16LE(9, 30);
  file.writeUInt32LE(0, 48);
  Buffer.from(`${stream}\0`, 'utf16le').copy(file, 512);
  return file;
}

const types = (type: string) =>
  `<Types><Override PartName="/Main.XML" ContentType="application/vnd.openxmlformats-officedocument.${type}+xml"/></Types>`;
const ROOT =
  '<Relationships><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="main.xml"/></Relationships>';
const office = (type: string) => zip({ '[Content_Types].xml': types(type), '_rels/.rels': ROOT, 'main.xml': '<x/>' });

describe('a file that is no table', () => {
  it.each([
    ['is-web-page', '<html><body><table><tr><td>姓名</td></tr></table></body></html>'],
    ['is-web-page', '\ufeff\r\n <!DOCTYPE html><table></table>'],
    ['is-web-page', '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"></html>'],
    ['is-web-page', 'MIME-Version: 1.0\r\nContent-Type: multipart/related'],
    [
      'is-web-page',
      '<?xml version="1.0"?>\n<!-- <svg> -->\n<!DOCTYPE h:html [<!ENTITY a "b">]>\n<h:html xmlns:h="http://www.w3.org/1999/xhtml"/>',
    ],
    ['is-picture', '<svg xmlns="http://www.w3.org/2000/svg"><style>x</style></svg>'],
    [
      'is-picture',
      '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd"><svg:svg xmlns:svg="http://www.w3.org/2000/svg"/>',
    ],
    ['is-picture', Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-16"?><svg/>', 'utf16le')],
    ['is-word', '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="x"/>'],
    ['is-spreadsheet-xml', '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'],
    ['is-spreadsheet-xml', '<?xml version="1.0"?><rows><row/></rows>'],
    ['is-json', '{"students": []}'],
    ['is-json', '[{"name": "x"}]'],
    ['is-word', '{\\rtf1 x}'],
    ['is-word', office('wordprocessingml.document.main')],
    ['is-word', ole('WordDocument')],
    ['is-presentation', office('presentationml.presentation.main')],
    ['is-old-workbook', ole('Workbook')],
    ['is-presentation', ole('PowerPoint Document')],
    ['is-old-workbook', Buffer.from([0x09, 0x04, 0x06, 0x00, 0x00, 0x04, 0x10, 0x00])],
    ['is-encrypted-workbook', ole('EncryptedPackage')],
    ['is-other-file', ole('__substg1.0')],
    ['is-binary-workbook', zip({ '_rels/.rels': ROOT.replace('main.xml', 'xl/workbook.bin'), 'xl/workbook.bin': 'x' })],
    ['is-opendocument', zip({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' })],
    ['is-archive', zip({ 'a.xlsx': 'x', 'b.csv': 'y' })],
    ['is-archive', gzipSync('x')],
    ['is-archive', Buffer.from('377abcaf271c0004', 'hex')],
    ['is-archive', Buffer.concat([Buffer.from('Rar!\x1a\x07\x01\x00', 'latin1'), Buffer.alloc(20)])],
    ['is-pdf', '%PDF-1.7\n'],
    ['is-pdf', 'junk\n%PDF-1.4\n'],
    ['is-picture', Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(32)])],
    ['is-picture', Buffer.from('GIF89a\0\0\0\0\0\0\0\0')],
    ['broken-xlsx', zip({ '[Content_Types].xml': '<Types/>' })],
    ['broken-xlsx', Buffer.concat([Buffer.from('junk'), zip({ a: 'x' })])],
    ['roster-empty', ''],
  ] as const)('%s', async (code, content) => {
    await expect(openTables(write(content))).rejects.toMatchObject({ kind: 'unreadable', code });
  });

  it.each(['is-old-workbook', 'is-word', 'is-presentation'])('%s may be one of WPS, and is to be saved as XLSX', (code) => {
    expect(rostersMessages[code]?.zh).toMatch(/WPS.*XLSX/);
    expect(rostersMessages[code]?.en).toMatch(/WPS.*XLSX/);
  });

  it('a text that begins with a bracket may be one', async () => {
    expect((await openTables(write('[2020年]名册\n姓名,身份证号\n'))).tables).toHaveLength(3);
    expect((await openTables(write('{户编号},姓名\n'))).alternatives).toBe(true);
  });
});
