import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Pair } from 'yaml';
import { isTypeable, normaliseText, Refusal, type FieldError } from '#kernel';
import { categories, stages } from '#student-aid';
import { isDepartment, type Department } from '../model/department.js';
import { codeOf, type DepartmentMapping, type Reading } from '../model/mapping.js';
import { plainHeader } from './plain-header.js';

/** Characters of a whole extension, and of one word in it. */
const LONGEST = { text: 256 * 1024, word: 100 } as const;

/** What the words of a reading may stand for. */
const CODES: Readonly<Partial<Record<Reading, readonly string[]>>> = {
  category: categories.map(({ code }) => code),
  stage: stages.map(({ code }) => code),
  'support-state': ['running', 'ended'],
  sex: ['male', 'female'],
  'yes-no': ['true', 'false'],
  attendance: ['no-student'],
};

/** How a county's own wording adds to one department's mapping. */
export interface DepartmentExtension {
  readonly department: Department;
  /** Further names of columns, by fact. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** Further words that stand for codes, by reading. */
  readonly words: DepartmentMapping['words'];
}

/**
 * Reads a county's own wording, a YAML document: by department `columns` (fact: further names of the column) and `words` (reading: word:
 * code). It only adds: what the program knows already keeps its meaning.
 * @throws Refusal `invalid`/`bad-mapping` with an error for each mistake, at its line and column
 */
export function readExtension(text: string, builtIn: readonly DepartmentMapping[]): readonly DepartmentExtension[] {
  if (text.length > LONGEST.text) throw badMapping([{ pointer: '', code: 'mapping-too-long', params: { max: LONGEST.text } }]);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, schema: 'core', uniqueKeys: true, prettyErrors: false });
  const broken = document.errors.map(({ pos: [offset] }) => ({ pointer: '', code: 'mapping-not-yaml', params: placeAt(lines, offset) }));
  if (broken.length > 0) throw badMapping(broken);
  const reader = new ExtensionReader(document, lines, builtIn);
  const extensions = reader.read();
  if (reader.errors.length > 0) throw badMapping(reader.errors);
  return extensions;
}

/** The mappings of the program with what a county adds. */
export function extended(builtIn: readonly DepartmentMapping[], extensions: readonly DepartmentExtension[]): readonly DepartmentMapping[] {
  return builtIn.map((mapping) => {
    const own = extensions.find(({ department }) => department === mapping.department);
    if (own === undefined) return mapping;
    const readings = new Set([...Object.keys(mapping.words), ...Object.keys(own.words)] as Reading[]);
    return {
      ...mapping,
      columns: mapping.columns.map((column) => ({ ...column, headers: [...column.headers, ...(own.headers[column.fact] ?? [])] })),
      words: Object.fromEntries([...readings].map((reading) => [reading, { ...mapping.words[reading], ...own.words[reading] }])),
    };
  });
}

function badMapping(errors: readonly FieldError[]): Refusal {
  return new Refusal('invalid', 'bad-mapping', { params: { count: errors.length }, errors });
}

function placeAt(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

type Path = readonly (string | number)[];

/** Walks the document and notes every mistake where it stands; what is right is collected beside. */
class ExtensionReader {
  readonly errors: FieldError[] = [];

  constructor(
    private readonly document: Document,
    private readonly lines: LineCounter,
    private readonly builtIn: readonly DepartmentMapping[],
  ) {}

  read(): readonly DepartmentExtension[] {
    return this.entries(this.document.contents, []).flatMap(({ key, node, path }) => {
      const mapping = isDepartment(key.text) ? this.builtIn.find(({ department }) => department === key.text) : undefined;
      if (mapping === undefined) return this.wrong(key.node, path, 'mapping-unknown-department');
      return [this.department(mapping, node, path)];
    });
  }

  private department(mapping: DepartmentMapping, node: Node | null, path: Path): DepartmentExtension {
    let headers: DepartmentExtension['headers'] = {};
    let words: DepartmentExtension['words'] = {};
    for (const part of this.entries(node, path)) {
      if (part.key.text === 'columns') headers = this.headers(mapping, part.node, part.path);
      else if (part.key.text === 'words') words = this.words(mapping, part.node, part.path);
      else this.wrong(part.key.node, part.path, 'mapping-unknown-part');
    }
    return { department: mapping.department, headers, words };
  }

  private headers(mapping: DepartmentMapping, node: Node | null, path: Path): DepartmentExtension['headers'] {
    const taken = new Map(mapping.columns.flatMap(({ fact, headers }) => headers.map((header) => [plainHeader(header), fact] as const)));
    const found: Record<string, string[]> = {};
    for (const { key, node: names, path: at } of this.entries(node, path)) {
      if (!mapping.columns.some(({ fact }) => fact === key.text)) {
        this.wrong(key.node, at, 'mapping-unknown-fact', { known: mapping.columns.map(({ fact }) => fact).join(', ') });
        continue;
      }
      found[key.text] = this.list(names, at).flatMap(({ text, node: name, path: place }) => {
        const fact = taken.get(plainHeader(text));
        if (fact !== undefined && fact !== key.text) return this.wrong(name, place, 'mapping-header-taken', { fact });
        taken.set(plainHeader(text), key.text);
        return [text];
      });
    }
    return found;
  }

  private words(mapping: DepartmentMapping, node: Node | null, path: Path): DepartmentExtension['words'] {
    const found: Partial<Record<Reading, Record<string, string>>> = {};
    for (const { key, node: words, path: at } of this.entries(node, path)) {
      const reading = mapping.columns.map(({ reads }) => reads).find((one) => one === key.text);
      const codes = reading === undefined ? undefined : CODES[reading];
      if (reading === undefined || codes === undefined) {
        this.wrong(key.node, at, 'mapping-unknown-reading');
        continue;
      }
      const own: Record<string, string> = {};
      for (const { key: word, node: value, path: place } of this.entries(words, at, true)) {
        const code = this.word(value, place, true);
        const standing = codeOf(mapping, reading, word.text);
        if (code === undefined) continue;
        if (!codes.includes(code.text)) this.wrong(code.node, place, 'mapping-unknown-code', { codes: codes.join(', ') });
        else if (standing !== undefined && standing !== code.text) this.wrong(word.node, place, 'mapping-word-taken', { code: standing });
        else own[word.text] = code.text;
      }
      found[reading] = own;
    }
    return found;
  }

  /**
   * The entries of a mapping with texts for keys; nothing, and a mistake, if it is none.
   * @param plain keys are words of cells, see {@link word}
   */
  private entries(node: unknown, path: Path, plain = false) {
    if (node === null || node === undefined || (isScalar(node) && node.value === null)) return [];
    if (!isMap(node)) return this.wrong(node as Node, path, 'mapping-not-a-map');
    return node.items.flatMap(({ key, value }: Pair<unknown, unknown>) => {
      const text = this.word(key, path, plain);
      return text === undefined ? [] : [{ key: text, node: (value ?? null) as Node | null, path: [...path, text.text] }];
    });
  }

  private list(node: unknown, path: Path) {
    if (!isSeq(node)) return this.wrong(node as Node, path, 'mapping-not-a-list');
    return node.items.flatMap((item, index) => {
      const at = [...path, index];
      const text = this.word(item, at);
      return text === undefined ? [] : [{ ...text, path: at }];
    });
  }

  /**
   * A text that is not empty, as cells are read. Nothing refers to anything else: an alias is a mistake.
   * @param plain what YAML takes for a number or a truth is the word as it is written
   */
  private word(node: unknown, path: Path, plain = false): { text: string; node: Node } | undefined {
    if (isScalar(node) && (typeof node.value === 'string' || (plain && node.value !== null))) {
      const written = typeof node.value === 'string' ? node.value : (node.source ?? '');
      const { text } = normaliseText(written);
      // What YAML writes with an escape is no text of the document's.
      if (isTypeable(written) && text !== '' && text.length <= LONGEST.word) return { text, node };
    }
    this.wrong(node as Node, path, 'mapping-not-a-word', { max: LONGEST.word });
    return undefined;
  }

  private wrong(node: Node | null | undefined, path: Path, code: string, params: Readonly<Record<string, string | number>> = {}): never[] {
    const pointer = path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
    this.errors.push({ pointer, code, params: { ...params, ...placeAt(this.lines, node?.range?.[0] ?? 0) } });
    return [];
  }
}
