/**
 * What no text of a command may hold: control characters that are no white space (U+0000 first of all, and those of C1), and halves of
 * surrogate pairs, which no encoding can carry, code points that are no characters (U+FFFE, U+FDD0 …), and more marks on one character than
 * any script has, which are drawn over the lines around it. Tabs and line breaks are for whoever reads one member: `Line` refuses them,
 * `Note` does not.
 */
const NEVER = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\p{Cs}\p{Noncharacter_Code_Point}]|\p{M}{9}/u;

/** Stands for bytes that are no UTF-8, until they are found: half of a surrogate pair. */
const BROKEN = '\udc80';

/** Whether a text holds nothing that no text of a command may hold. */
export function isTypeable(text: string): boolean {
  return !NEVER.test(text);
}

/**
 * Whether all texts in a JSON value are {@link isTypeable}, names of members too, and all numbers are numbers: one that is written with too
 * large an exponent is read as infinite. Without recursion: how deep it goes is for others to limit. */
export function areTypeable(input: unknown): boolean {
  const waiting = [input];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string') {
      if (NEVER.test(value)) return false;
    } else if (typeof value === 'number') {
      if (!Number.isFinite(value)) return false;
    } else if (typeof value === 'object' && value !== null) {
      if (!Array.isArray(value) && Object.keys(value).some((name) => NEVER.test(name))) return false;
      for (const member of Object.values(value)) waiting.push(member);
    }
  }
  return true;
}

/**
 * JSON pointers of the texts in a value that are not {@link isTypeable}. Of a member whose name is not, the object that it stands in: the name
 * is not repeated.
 */
export function untypeable(input: unknown): readonly string[] {
  const found = new Set<string>();
  const waiting: { readonly value: unknown; readonly pointer: string }[] = [{ value: input, pointer: '' }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, pointer } = next;
    if (typeof value === 'string' && NEVER.test(value)) found.add(pointer);
    if (typeof value === 'number' && !Number.isFinite(value)) found.add(pointer);
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, member] of Object.entries(value)) {
      if (NEVER.test(name)) found.add(pointer);
      else waiting.push({ value: member, pointer: `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}` });
    }
  }
  return [...found].sort();
}

/** The text of bytes; where they are no UTF-8 it holds what {@link isTypeable} finds, so that whoever sent them is told in which member. */
export function typedText(bytes: Uint8Array): string {
  try {
    return STRICT.decode(bytes);
  } catch {
    return LENIENT.decode(bytes).replaceAll('\ufffd', BROKEN);
  }
}

const STRICT = new TextDecoder('utf-8', { fatal: true });
const LENIENT = new TextDecoder('utf-8');
