import { isDay } from '#kernel';

const SHANGHAI_OFFSET_MINUTES = 8 * 60;
const MINUTE_MS = 60_000;

/** A day as YYYY-MM-DD, if there is such a day; undefined otherwise. */
export function dayOf(year: string, month: string, day: string): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(text) ? text : undefined;
}

const TIME = String.raw`(?:[ T]?(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.\d{1,9})?)?(?: ?(?<zone>Z|[+-]\d{2}:?\d{2}))?)?`;
const WRITTEN = [
  new RegExp(String.raw`^(?<year>\d{4})([-/.])(?<month>\d{1,2})\2(?<day>\d{1,2})${TIME.replace('[ T]?', '[ T]')}$`),
  new RegExp(String.raw`^(?<year>\d{4})年(?<month>\d{1,2})月(?<day>\d{1,2})[日号]?${TIME}$`),
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/,
] as const;

/**
 * The day that a normalised text names, YYYY-MM-DD: the year first, in digits or Chinese numerals. A time of day is left out; one with a zone
 * says which day it is in Shanghai. What could mean several days, or none, is undefined.
 */
export function dayIn(text: string): string | undefined {
  for (const pattern of WRITTEN) {
    const parts = pattern.exec(text)?.groups;
    if (parts !== undefined) return dayOfParts(parts);
  }
  return chineseDay(text);
}

function dayOfParts({ year = '', month = '', day = '', hour, minute = '', second = '0', zone }: Partial<Record<string, string>>) {
  const written = dayOf(year, month, day);
  if (written === undefined || hour === undefined) return written;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  if (zone === undefined) return written;
  const minutes = Number(hour) * 60 + Number(minute) - offsetOf(zone) + SHANGHAI_OFFSET_MINUTES;
  return new Date(Date.parse(`${written}T00:00:00Z`) + minutes * MINUTE_MS).toISOString().slice(0, 10);
}

/** Minutes east of Greenwich of `Z`, `+08:00` or `+0800`. */
function offsetOf(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

const DIGITS = '〇一二三四五六七八九';
const CHINESE_YEAR = /^[〇零○一二三四五六七八九]{4}$/;

/** 二〇一二年七月四日 */
function chineseDay(text: string): string | undefined {
  const [, year = '', month = '', day = ''] = /^([^年]{4})年([^月]{1,3})月([^日号]{1,3})[日号]?$/.exec(text) ?? [];
  if (!CHINESE_YEAR.test(year)) return undefined;
  const digits = [...year].map((sign) => Math.max(0, DIGITS.indexOf(sign))).join('');
  const [months, days] = [belowHundred(month), belowHundred(day)];
  return months === undefined || days === undefined ? undefined : dayOf(digits, String(months), String(days));
}

/** 四, 十, 十二, 三十, 三十一 */
function belowHundred(numeral: string): number | undefined {
  const [, tens, ten, ones] = /^([二三四五六七八九])?(十)?([一二三四五六七八九])?$/.exec(numeral) ?? [];
  if (ten === undefined) return /^[一二三四五六七八九]$/.test(numeral) ? DIGITS.indexOf(numeral) : undefined;
  return (tens === undefined ? 1 : DIGITS.indexOf(tens)) * 10 + (ones === undefined ? 0 : DIGITS.indexOf(ones));
}
