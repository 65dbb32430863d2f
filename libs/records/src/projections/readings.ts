/** A way in which a name may be read. */
export interface Reading {
  /** Syllables without tones and spaces, ü as v. */
  readonly pinyin: string;
  /** First letter of each syllable. */
  readonly initials: string;
}

/** No name is kept under more readings. The first characters have all of theirs: it is surnames that are read otherwise. */
const MOST = 32;

const PLAIN = { toneType: 'none', type: 'array', v: true } as const;
const HAN = /^\p{Script=Han}$/u;

let loaded: Promise<typeof import('pinyin-pro')> | undefined;

/** Of each character that was met, all its readings: there are some thousands of characters and no more. */
const alternatives = new Map<string, readonly string[]>();

/**
 * Every way in which a name may be read, the one of its words first, with the surname read as one (\u5355 Shan, \u66fe Zeng, \u5c09\u8fdf Yuchi). All readings
 * of each character count, of a surname (\u79cd Chong, \u796d Zhai) and otherwise: a list of surnames would never be complete. A character whose
 * reading nobody has told is passed over. The tables of pinyin are loaded when they are first needed.
 */
export async function readingsOf(form: string): Promise<readonly Reading[]> {
  const { pinyin } = await (loaded ??= import('pinyin-pro'));
  const characters = [...form];
  const spoken = pinyin(form, { ...PLAIN, surname: 'head' });
  const parts = partsOf(characters).map(({ text, index }) => {
    if (!HAN.test(text)) return syllables([text.replace(/[^a-z]/g, '')]);
    const all = remember(text, () => syllables(pinyin(text, { ...PLAIN, multiple: true })));
    // One syllable a character; if ever not, each is read by itself.
    const first = spoken.length === characters.length ? spoken[index] : undefined;
    return first === undefined || first === all[0] ? all : syllables([first, ...all]);
  });
  return combined(parts.filter((part) => part.length > 0));
}

function remember(character: string, find: () => readonly string[]): readonly string[] {
  const known = alternatives.get(character) ?? find();
  alternatives.set(character, known);
  return known;
}

/** Each Chinese character by itself, everything between two of them together. */
function partsOf(characters: readonly string[]): readonly { readonly text: string; readonly index: number }[] {
  const parts: { text: string; index: number }[] = [];
  characters.forEach((text, index) => {
    const last = parts.at(-1);
    if (last === undefined || HAN.test(text) || HAN.test(last.text)) parts.push({ text, index });
    else last.text += text;
  });
  return parts;
}

function syllables(read: readonly string[]): readonly string[] {
  return [...new Set(read)].filter((syllable) => /^[a-z]+$/.test(syllable));
}

function combined(parts: readonly (readonly string[])[]): readonly Reading[] {
  let readings: readonly Reading[] = [{ pinyin: '', initials: '' }];
  for (const part of parts) {
    const taken = readings.length * part.length <= MOST ? part : part.slice(0, 1);
    readings = readings.flatMap((before) =>
      taken.map((syllable) => ({ pinyin: before.pinyin + syllable, initials: before.initials + syllable.charAt(0) })),
    );
  }
  // Different syllables may make one text.
  return readings.filter(({ pinyin }, index) => readings.findIndex((other) => other.pinyin === pinyin) === index);
}
