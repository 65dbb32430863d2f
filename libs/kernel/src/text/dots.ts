/**
 * Dots, bullets, full stops and the like that people, keyboards and programs write between the parts of a name (买买提·艾力). A hyphen and the
 * sesame dot (着重号, U+FE45) are none.
 */
const DOTS = [
  0x2e, 0xb7, 0x2d9, 0x387, 0x589, 0x6d4, 0x701, 0x702, 0x1362, 0x1427, 0x166e, 0x16eb, 0x1803, 0x1809, 0x2022, 0x2023, 0x2024, 0x2027,
  0x204c, 0x204d, 0x2218, 0x2219, 0x2299, 0x22c5, 0x25aa, 0x25ab, 0x25cb, 0x25cf, 0x25d8, 0x25d9, 0x25e6, 0x25fc, 0x25fd, 0x25fe, 0x26aa,
  0x26ab, 0x2981, 0x29be, 0x29bf, 0x2b1d, 0x2b1e, 0x2b24, 0x2cf9, 0x2cfe, 0x2e30, 0x2e31, 0x2e33, 0x2e3c, 0x3002, 0x30fb, 0xa4f8, 0xa4ff,
  0xa60e, 0xa78f, 0xa6f3, 0xfe12, 0xfe52, 0xff0e, 0xff61, 0xff65, 0x10101, 0x10a50, 0x11049,
] as const;

const ONE_OF_THEM = DOTS.map((dot) => `\\u{${dot.toString(16)}}`).join('');

/** A dot between two Chinese characters, with the white space around it. */
const BETWEEN_CHARACTERS = new RegExp(`(?<=\\p{Script=Han})\\s*[${ONE_OF_THEM}][${ONE_OF_THEM}\\s]*(?=\\p{Script=Han})`, 'gu');

/** The one dot (间隔号, GB/T 15834). */
export const NAME_DOT = '\u00b7';

/** A text in which whatever dot stands between two Chinese characters is U+00B7, without spaces around it. */
export function withOneDot(text: string): string {
  return text.replace(BETWEEN_CHARACTERS, NAME_DOT);
}

const ANY_DOT = new RegExp(`[${ONE_OF_THEM}]`, 'gu');

/** A text without any of those dots, for finding what somebody wrote with another one or with none. */
export function withoutDots(text: string): string {
  return text.replace(ANY_DOT, '');
}
