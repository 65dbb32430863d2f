import { Refusal, type Language, type RefusalDetails } from '#kernel';

/** Statuses that only HTTP knows, with their titles. */
const TITLES = {
  400: { zh: '请求格式不正确', en: 'Malformed request' },
  404: { zh: '未找到', en: 'Not found' },
  405: { zh: '不支持该方法', en: 'Method not allowed' },
  408: { zh: '请求超时', en: 'Request timeout' },
  413: { zh: '内容过大', en: 'Content too large' },
  415: { zh: '不支持的内容类型', en: 'Unsupported media type' },
  428: { zh: '缺少前提条件', en: 'Precondition required' },
  429: { zh: '请求过多', en: 'Too many requests' },
  431: { zh: '请求头过大', en: 'Request header fields too large' },
} as const satisfies Readonly<Record<number, Readonly<Record<Language, string>>>>;

export type HttpStatus = keyof typeof TITLES;

export function isHttpStatus(status: number): status is HttpStatus {
  return Object.hasOwn(TITLES, status);
}

/** When to come again, in seconds: what is not there now is soon, a job of somebody's own that is under way takes its time. */
export const RETRY_AFTER: Readonly<Record<number, string>> = { 429: '30', 503: '1' };

/** A "no" that is about the request as HTTP, before any room has been asked. */
export class HttpRefusal extends Refusal {
  constructor(
    readonly status: HttpStatus,
    code: string,
    details: RefusalDetails = {},
  ) {
    super('invalid', code, details);
  }

  title(language: Language): string {
    return TITLES[this.status][language];
  }
}
