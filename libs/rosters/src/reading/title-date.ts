import { normaliseText } from '#kernel';
import { dayIn, dayOf } from './dates.js';

const NUMERAL = '[〇零○一二三四五六七八九十]';
/** A date somewhere in a text. */
const DATE = new RegExp(
  String.raw`(?<!\d)\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)|(?<!\d)\d{4}年\d{1,2}月\d{1,2}[日号]?|${NUMERAL}{4}年${NUMERAL}{1,3}月${NUMERAL}{1,3}[日号]?`,
  'gu',
);
/** What stands between the two ends of a range. */
const RANGE = String.raw`(?:起|起?至|到|起?止|-{1,2}|[—–~]{1,2})`;
const BETWEEN_ENDS = new RegExp(`^${RANGE}$`, 'u');
/** The end of a range that leaves the year to its beginning. */
const SHORT_END = new RegExp(String.raw`^${RANGE}(\d{1,2})月(\d{1,2})[日号]?`, 'u');
/** What makes a date the day of a document, of births, or until when something holds. */
const OTHERS_BEFORE = /(有效|失效|到期|根据|依据|按照|文件|印发|发文|发布|公布|出生|生于|〔[^〕]*〕\d*号?|\[[^\]]*\]\d*号?)[^,;。]{0,6}$/u;
const OTHERS_AFTER =
  /^[)]?(起?(施行|实施|执行|印发|发布|公布|生效|有效)|的?(文件|通知|会议|决定)|(以?后|以?前|之后|之前)?(出生|生)|以后|之后|起)/u;
/** What calls a date the roster's own. */
const OWN = /(日期|时间|截至|截止|填报|制表|统计|上报|更新|导出|打印|数据)[^,;。]{0,8}$/u;

/** Those between two digits stay: a time follows a date. */
const SPACES = /(?<!\d)\s+|\s+(?!\d)/gu;

interface FoundDate {
  readonly day: string | undefined;
  readonly before: string;
  readonly after: string;
}

/**
 * The day that the title rows of a roster name (填报日期：2020年9月1日), YYYY-MM-DD; one that is called its date goes first. Of a range it is the
 * end; the day of a document, of births, or until which something holds, is none.
 */
export function titleDate(texts: readonly string[]): string | undefined {
  const found = texts
    .flatMap((text) => datesIn(normaliseText(text).text.replace(SPACES, '')))
    .filter(({ day, before, after }) => day !== undefined && !OTHERS_BEFORE.test(before) && !OTHERS_AFTER.test(after));
  return (found.find(({ before }) => OWN.test(before)) ?? found[0])?.day;
}

/** The dates of a text with what stands around them; a range is one, with what stands before its beginning. */
function datesIn(text: string): readonly FoundDate[] {
  const found: FoundDate[] = [];
  let end = 0;
  for (const { 0: written, index } of text.matchAll(DATE)) {
    const beginning = BETWEEN_ENDS.test(text.slice(end, index)) ? found.pop() : undefined;
    end = index + written.length;
    const after = text.slice(end);
    const [short, month = '', day = ''] = SHORT_END.exec(after) ?? [];
    found.push({
      day: short === undefined ? dayIn(written) : dayOf(written.slice(0, 4), month, day),
      before: beginning?.before ?? text.slice(0, index),
      after: after.slice(short?.length ?? 0),
    });
  }
  return found;
}
