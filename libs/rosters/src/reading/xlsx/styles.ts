import { XmlTokenizer } from './xml.js';

/** Number formats that every workbook has and that show dates (ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are the Chinese ones). */
const DATE_FORMATS: readonly (readonly [from: number, to: number])[] = [
  [14, 17],
  [22, 22],
  [27, 31],
  [36, 36],
  [50, 54],
  [57, 58],
];

/** Which styles of a workbook show numbers as dates, by index. @throws Refusal `unreadable` */
export async function readDateStyles(bytes: AsyncIterable<Uint8Array>): Promise<readonly boolean[]> {
  const formats = new Map<number, string>();
  const styles: number[] = [];
  let inCellFormats = false;
  const tokenizer = new XmlTokenizer({
    open(name, attribute) {
      if (name === 'numFmt') formats.set(Number(attribute('numFmtId')), attribute('formatCode') ?? '');
      else if (name === 'cellXfs') inCellFormats = true;
      else if (name === 'xf' && inCellFormats) styles.push(Number(attribute('numFmtId') ?? 0));
    },
    text() {
      // Styles say everything in attributes.
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false;
    },
  });
  for await (const chunk of bytes) tokenizer.feed(chunk);
  tokenizer.end();
  return styles.map((format) => isDateFormat(format, formats.get(format)));
}

function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return DATE_FORMATS.some(([from, to]) => id >= from && id <= to);
  // Without colours, conditions and quoted texts, only dates have a year or a day.
  return /[yd]/i.test(code.replace(/\[[^\]]*\]|"[^"]*"|\\./g, ''));
}
