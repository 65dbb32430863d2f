const DATE = /(\d{4})[年\-/.](\d{1,2})[月\-/.](\d{1,2})/;

/** A day as YYYY-MM-DD, if there is such a day; undefined otherwise. */
export function dayOf(year: string, month: string, day: string): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) ? text : undefined;
}

/** The date that the title rows of a roster name (填报日期：2020年9月1日), YYYY-MM-DD; one that is called a date goes first. */
export function titleDate(texts: readonly string[]): string | undefined {
  const dated = texts.map((text) => text.normalize('NFKC').replace(/\s+/gu, '')).filter((text) => DATE.test(text));
  const chosen = dated.find((text) => text.includes('日期')) ?? dated[0];
  const [, year, month, day] = DATE.exec(chosen ?? '') ?? [];
  return year === undefined || month === undefined || day === undefined ? undefined : dayOf(year, month, day);
}
