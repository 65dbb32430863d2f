import { withOwnCharacters } from './characters.js';
import { withOneDot } from './dots.js';

/**
 * What normalising did to a text, as codes: signs that nobody sees left out (`invisible`), an enclosing `="…"` (`formula-text`) or a leading
 * apostrophe (`apostrophe`) that keep a number a text taken off, radicals and private-use code points made the characters that they stand
 * for (`radicals`), the dot of a name given its one form (`dot`), full-width and other compatibility characters made plain (`full-width`),
 * white space made one space or none (`spaces`).
 */
export type TextNote = 'apostrophe' | 'dot' | 'formula-text' | 'full-width' | 'invisible' | 'radicals' | 'spaces';

/** A text as it should be written, and what was done to it, in this order. */
export interface NormalisedText {
  readonly text: string;
  readonly notes: readonly TextNote[];
}

/** Texts that are as they should be: nearly all. Words of ASCII and common Chinese characters with one space between them. */
const PLAIN = /^[!-&(-<>-_a-~\u4e00-\u9fff][!-~\u4e00-\u9fff]*(?: [!-~\u4e00-\u9fff]+)*$/;
/** The same in one word. */
const PLAIN_WORD = /^[!-&(-<>-_a-~\u4e00-\u9fff][!-~\u4e00-\u9fff]*$/;
const CHINESE = /^[\u4e00-\u9fff]+$/;
const NO_NOTES: readonly TextNote[] = [];

/**
 * Code points that nobody draws (Unicode's Default_Ignorable_Code_Point), those that are no characters, control characters that are no white
 * space, the signs around annotations, and those that arrange hieroglyphs.
 */
const UNDRAWN =
  '\\p{Default_Ignorable_Code_Point}\\p{Noncharacter_Code_Point}\\0-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\ufff9-\\ufffb\\u{13430}-\\u{1343f}';
/** White space of every kind: also the next line of C1, the empty pattern of Braille, blank hieroglyphs and the note without a head. */
const BLANK = '\\s\\x85\\u2800\\u{13441}\\u{13442}\\u{1d159}';
const INVISIBLE = new RegExp(`[${UNDRAWN}]`, 'gu');
const SPACES = new RegExp(`[${BLANK}]+`, 'gu');
/** A mark that combines with nothing is none. */
const VISIBLE = new RegExp(`[^${BLANK}${UNDRAWN}\\p{M}]`, 'u');
const LOST = /[\ufffc\ufffd]/g;
/** In whatever language a spreadsheet speaks; `##` is a column that was too narrow, `Err:502` one program's own. */
const ERROR_VALUE = /^(#[\p{L}/0]+[!?]+|#N\/[AD]!?|#GETTING_DATA|##+|Err:\d{3})$/iu;
const FORMULA_TEXT = /^\s*=\s*"((?:[^"]|"")*)"\s*$/u;
/** Straight, typographic, prime, grave, acute and full-width. */
const APOSTROPHES = "'\\u2018\\u2019\\u201b\\u2032`\\u00b4\\uff07\\uff40";
/** What follows is the text. */
const APOSTROPHE = new RegExp(`^\\s*[${APOSTROPHES}]\\s*(?=\\S)`, 'u');
const ONLY_APOSTROPHES = new RegExp(`^[\\s${APOSTROPHES}]*$`, 'u');
/** A text mark before the text mark of another program. */
const ROUNDS = 3;

/**
 * The one way in which texts of files, of people and of searches are made comparable. It guesses nothing: a digit, a letter or a check digit
 * is never repaired.
 */
export function normaliseText(written: string): NormalisedText {
  if (PLAIN.test(written)) return { text: written, notes: NO_NOTES };
  return new Normalising(written).common().done();
}

/** {@link normaliseText} for the name of a person: Chinese names have no spaces, and one dot between their parts. */
export function normaliseName(written: string): NormalisedText {
  if (CHINESE.test(written)) return { text: written, notes: NO_NOTES };
  return new Normalising(written).name().done();
}

/** {@link normaliseText} for numbers of people, schools, certificates and the like, which have no white space. */
export function normaliseNumber(written: string): NormalisedText {
  if (PLAIN_WORD.test(written)) return { text: written, notes: NO_NOTES };
  return new Normalising(written).common().step('spaces', withoutSpaces).done();
}

/** Whether a text is as it should be at the first look, as nearly all are. */
export function isPlainText(text: string): boolean {
  return PLAIN.test(text);
}

/** Whether there is anything to see in a text: white space and signs that nobody draws are nothing. */
export function hasVisible(text: string): boolean {
  return VISIBLE.test(text);
}

/**
 * Whether anybody can read anything in a text once it is written as it should be: what stands for a lost character (U+FFFD) or for an object
 * (U+FFFC) is to be seen, and says nothing; nor do `=""` and an apostrophe with which a text begins that does not come.
 */
export function hasReadable(text: string): boolean {
  if (PLAIN.test(text)) return true;
  let rest = text.replace(LOST, '');
  for (let round = 0; round < ROUNDS; round += 1) rest = normaliseText(rest).text;
  return hasVisible(rest) && !ONLY_APOSTROPHES.test(rest);
}

/** Whether a text is what a spreadsheet shows where there is no value (`#N/A`), also when somebody wrote or copied it as text. */
export function isErrorValue(text: string): boolean {
  return ERROR_VALUE.test(text);
}

/** A text without what nobody sees; all else stays as it was written. For names that are shown and compared with nothing. */
export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

class Normalising {
  private readonly notes = new Set<TextNote>();

  constructor(private text: string) {}

  common(): this {
    return this.own().compatible();
  }

  name(): this {
    // Before compatibility: it would take some dots apart.
    this.own().step('dot', withOneDot).compatible();
    return /\p{Script=Han}/u.test(this.text) ? this.step('spaces', withoutSpaces) : this;
  }

  step(note: TextNote, change: (text: string) => string): this {
    const changed = change(this.text);
    if (changed !== this.text) this.notes.add(note);
    this.text = changed;
    return this;
  }

  done(): NormalisedText {
    return { text: this.text, notes: [...this.notes] };
  }

  private own(): this {
    return this.step('invisible', (text) => text.replace(INVISIBLE, ''))
      .step('formula-text', (text) => text.replace(FORMULA_TEXT, (_, inner: string) => inner.replaceAll('""', '"')))
      .step('apostrophe', (text) => text.replace(APOSTROPHE, ''))
      .step('radicals', withOwnCharacters);
  }

  private compatible(): this {
    // What is left out above may come out of compatibility characters again (U+FFA0), and white space too (U+3000).
    return this.step('spaces', (text) => text.replace(SPACES, ' ').trim())
      .step('full-width', (text) => text.normalize('NFKC').replace(INVISIBLE, ''))
      .step('spaces', (text) => text.replace(SPACES, ' ').trim());
  }
}

function withoutSpaces(text: string): string {
  return text.replace(SPACES, '');
}
