import type { Catalogue } from '#kernel';

/** Texts of what this room's queries refuse. */
export const queryMessages: Catalogue = {
  'unknown-code': { zh: '没有代码“{code}”（{kind}）', en: 'there is no {kind} "{code}"' },
  'unknown-unit': { zh: '没有这个单位', en: 'there is no such unit' },
  'unknown-person': { zh: '没有这个用户', en: 'there is no such person' },
  'unknown-stream': { zh: '没有事件流 {stream}', en: 'there is no stream {stream}' },
};
