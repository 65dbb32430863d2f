import { open } from 'node:fs/promises';
import { contentTypeOf, mainPart } from './xlsx/package.js';
import type { ZipArchive } from './xlsx/zip.js';

/** What a file is that is no table for us, as the code of a refusal that says so and what to do. */
export type OtherFormat =
  | 'is-archive'
  | 'is-binary-workbook'
  | 'is-encrypted-workbook'
  | 'is-json'
  | 'is-old-workbook'
  | 'is-opendocument'
  | 'is-other-file'
  | 'is-pdf'
  | 'is-picture'
  | 'is-presentation'
  | 'is-spreadsheet-xml'
  | 'is-web-page'
  | 'is-word';

/** What no text has but by mistake. */
const CONTROLS = /[\0-\x08\x0e-\x1f]/;

const BY_TYPE: readonly (readonly [RegExp, OtherFormat])[] = [
  [/^image\//, 'is-picture'],
  [/pdf$|postscript|^application\/ps$/, 'is-pdf'],
  [/rtf$|msword|wordprocessingml/, 'is-word'],
  [/presentation|powerpoint/, 'is-presentation'],
  [/opendocument/, 'is-opendocument'],
  [/zip|rar|7z|gzip|bzip|[./-]xz|x-tar|lzip|lzh|zstd|compress|arj|x-ace|cabinet|lz4|cpio/, 'is-archive'],
];

/** What a file is that is neither text nor ZIP archive; undefined: it may be text. */
export async function binaryFormat(path: string): Promise<OtherFormat | undefined> {
  const begin = await piece(path, SAMPLE);
  if (begin.subarray(0, OLE.length).equals(OLE)) return oleFormat(path);
  // Workbooks of before 1995 stand in no container: a BOF record of BIFF 2 to 4.
  if (begin[0] === 0x09 && [0x00, 0x02, 0x04].includes(begin[1] ?? -1) && begin[3] === 0x00) return 'is-old-workbook';
  if (begin.subarray(0, 1024).includes('%PDF-')) return 'is-pdf';
  if (!CONTROLS.test(begin.toString('latin1'))) return undefined;
  // Nearly all files are text, and need none of it.
  const { fileTypeFromBuffer } = await import('file-type');
  const type = await fileTypeFromBuffer(begin);
  if (type === undefined || /xml$|^text\//.test(type.mime)) return undefined;
  return BY_TYPE.find(([pattern]) => pattern.test(type.mime))?.[1] ?? 'is-other-file';
}

/** What a text is that is no delimited one, by how it begins. */
export function textFormat(begin: string): OtherFormat | undefined {
  const text = begin.trimStart();
  if (/^(mime-version|from|content-type):/i.test(text)) return 'is-web-page';
  if (text.startsWith('{\\rtf')) return 'is-word';
  if (/^[[{]/.test(text)) return isJson(text) ? 'is-json' : undefined;
  if (!/^<[!?a-z]/i.test(text)) return undefined;
  const root = BY_ROOT[rootOf(text)];
  if (root !== undefined) return root;
  if (/urn:schemas-microsoft-com:office:spreadsheet/i.test(text) && !/<html/i.test(text)) return 'is-spreadsheet-xml';
  if (/office:document|urn:oasis:names:tc:opendocument/i.test(text)) return 'is-opendocument';
  return /<(!doctype\s+html|html|head|body|table|meta|style|div|script)\b/i.test(text) ? 'is-web-page' : 'is-spreadsheet-xml';
}

/** What XML is whose outermost element says so. */
const BY_ROOT: Readonly<Record<string, OtherFormat | undefined>> = { html: 'is-web-page', svg: 'is-picture', worddocument: 'is-word' };

/** Declarations, instructions, comments and white space before the outermost element of XML. */
const PROLOG = /^(?:\s+|<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!doctype(?:[^[>]|\[[\s\S]*?\])*>)*/i;

/** The local name of the outermost element, in small letters; empty if it does not begin here. */
function rootOf(text: string): string {
  const behind = text.slice(PROLOG.exec(text)?.[0].length ?? 0);
  return /^<(?:[\w.-]+:)?([\w.-]+)/.exec(behind)?.[1]?.toLowerCase() ?? '';
}

/** A brace or bracket with a quote, a number or another one behind it; a cell of a table may begin with one too. */
function isJson(text: string): boolean {
  return /^(\{\s*("|\})|\[\s*(\{|\[|"|-?\d+(\.\d+)?\s*[,\]]|\]|true|false|null))/.test(text);
}

const WORKBOOK = /spreadsheetml\.(sheet|template)\.main\+xml|\.sheet\.macroEnabled\.main\+xml|\.template\.macroEnabled\.main\+xml/i;

/**
 * Follows the package of an archive to its workbook.
 * @returns the workbook's part, or what the archive is instead
 */
export async function workbookPart(
  archive: ZipArchive,
): Promise<{ readonly workbook: string } | { readonly format: OtherFormat } | undefined> {
  const main = await mainPart(archive);
  if (main === undefined) return withoutRoot(archive);
  const type = await contentTypeOf(archive, main);
  if (/sheet\.binary/i.test(type) || /\.bin$/i.test(main)) return { format: 'is-binary-workbook' };
  if (WORKBOOK.test(type)) return { workbook: main };
  const format = BY_TYPE.find(([pattern]) => pattern.test(type))?.[1];
  // Some programs give the workbook a wrong type, or none.
  return format === undefined ? { workbook: main } : { format };
}

/** Where nearly all programs put it: for a package that has lost its root. */
const USUAL_WORKBOOK = 'xl/workbook.xml';

function withoutRoot({ names }: ZipArchive): { readonly workbook: string } | { readonly format: OtherFormat } | undefined {
  if (names.includes(USUAL_WORKBOOK)) return { workbook: USUAL_WORKBOOK };
  if (names.includes('mimetype') && names.includes('content.xml')) return { format: 'is-opendocument' };
  if (names.some((name) => name.startsWith('word/'))) return { format: 'is-word' };
  if (names.some((name) => name.startsWith('ppt/'))) return { format: 'is-presentation' };
  if (names.some((name) => name.endsWith('.iwa'))) return { format: 'is-other-file' };
  // Parts of a workbook, not all.
  if (names.includes('[content_types].xml') || names.some((name) => name.startsWith('xl/'))) return undefined;
  return { format: 'is-archive' };
}

/** Bytes by which file-type knows files, and those of an OLE directory's first sector. */
const SAMPLE = 4100;
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);
/** Names of streams in an OLE container (MS-CFB), which are UTF-16. */
const STREAMS: readonly (readonly [string, OtherFormat])[] = [
  ['EncryptedPackage', 'is-encrypted-workbook'],
  ['WordDocument', 'is-word'],
  ['PowerPoint Document', 'is-presentation'],
  ['Workbook', 'is-old-workbook'],
  ['Book', 'is-old-workbook'],
];

/** Old Office files and those with a password have one container; its directory names what is in it. */
async function oleFormat(path: string): Promise<OtherFormat> {
  const directory = await oleDirectory(path);
  const known = STREAMS.find(([name]) => directory.includes(Buffer.from(`${name}\0`, 'utf16le')))?.[1];
  // Without its directory it is what such files mostly are.
  return known ?? (directory.length === 0 ? 'is-old-workbook' : 'is-other-file');
}

/** The first sector of the directory holds the first four or 32 names, and what follows it usually more. */
async function oleDirectory(path: string): Promise<Buffer> {
  const header = await piece(path, 512);
  if (header.length < 512) return Buffer.alloc(0);
  const sector = 2 ** header.readUInt16LE(30);
  return piece(path, SAMPLE, (header.readUInt32LE(48) + 1) * sector);
}

async function piece(path: string, length: number, from = 0): Promise<Buffer> {
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await file.read(buffer, 0, length, from);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
