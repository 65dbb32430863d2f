import { posix } from 'node:path';
import { LIMITS } from '../limits.js';
import { localName, XmlTokenizer, type AttributeOf } from './xml.js';
import type { ZipArchive } from './zip.js';

/** What a part of a package refers to. */
export interface Relation {
  /** Last part of the relationship's type: `officeDocument`, `worksheet`. */
  readonly kind: string;
  /** Name of the part in the archive. */
  readonly part: string;
}

/** Where the root of a package says what it holds. */
const ROOT = '_rels/.rels';

/** The main document of a package (ECMA-376 part 2); undefined if the archive is none. @throws Refusal `unreadable` */
export async function mainPart(archive: ZipArchive): Promise<string | undefined> {
  if (!archive.has(ROOT)) return undefined;
  return [...(await relationsOf(archive, '')).values()].find(({ kind }) => kind === 'officeDocument')?.part;
}

/** What a part refers to, by relationship id; nothing if it does not say. External targets are left out. @throws Refusal `unreadable` */
export async function relationsOf(archive: ZipArchive, part: string): Promise<ReadonlyMap<string, Relation>> {
  const folder = posix.dirname(part);
  const name = part === '' ? ROOT : posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  const relations = new Map<string, Relation>();
  if (!archive.has(name)) return relations;
  await readElements(archive.read(name, LIMITS.heldBytes), (element, attribute) => {
    if (element !== 'Relationship' || attribute('TargetMode') === 'External') return;
    const kind = (attribute('Type') ?? '').split('/').at(-1) ?? '';
    relations.set(attribute('Id') ?? '', { kind, part: resolved(folder, attribute('Target') ?? '') });
  });
  return relations;
}

/** A target is relative to the folder of the part that names it, or begins at the root. */
function resolved(folder: string, target: string): string {
  const path = target.replaceAll('\\', '/');
  return posix.join('/', path.startsWith('/') ? '' : folder, path).slice(1);
}

const CONTENT_TYPES = '[Content_Types].xml';

/** The content type that a package gives a part; empty if it gives none. @throws Refusal `unreadable` */
export async function contentTypeOf(archive: ZipArchive, part: string): Promise<string> {
  if (!archive.has(CONTENT_TYPES)) return '';
  const wanted = part.toLowerCase();
  let own = '';
  let byExtension = '';
  await readElements(archive.read(CONTENT_TYPES, LIMITS.heldBytes), (element, attribute) => {
    const type = attribute('ContentType') ?? '';
    if (element === 'Override' && resolved('', attribute('PartName') ?? '').toLowerCase() === wanted) own = type;
    if (element === 'Default' && wanted.endsWith(`.${(attribute('Extension') ?? '').toLowerCase()}`)) byExtension = type;
  });
  return own === '' ? byExtension : own;
}

/** Tells the elements of a document, without their prefixes. */
export async function readElements(
  bytes: AsyncIterable<Uint8Array>,
  open: (name: string, attribute: AttributeOf, prefixes: ReadonlyMap<string, string>) => void,
): Promise<void> {
  const nothing = () => undefined;
  const prefixes = new Map<string, string>();
  const tokenizer = new XmlTokenizer({
    open(name, attribute, written) {
      for (const one of written()) if (one.startsWith('xmlns:')) prefixes.set(localName(one), attribute(one) ?? '');
      open(name, attribute, prefixes);
    },
    text: nothing,
    close: nothing,
  });
  for await (const chunk of bytes) tokenizer.feed(chunk);
  tokenizer.end();
}
