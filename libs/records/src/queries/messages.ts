import type { Catalogue } from '#kernel';

/** Texts of what this room's queries refuse. */
export const queryMessages: Catalogue = {
  'unknown-code': { zh: '没有代码“{code}”', en: 'there is no code "{code}"' },
  'unknown-code:status': { zh: '没有状态“{code}”', en: 'there is no status "{code}"' },
  'unknown-code:category': { zh: '没有类型“{code}”', en: 'there is no category "{code}"' },
  'unknown-code:stage': { zh: '没有学段“{code}”', en: 'there is no stage "{code}"' },
  'search-of-now': { zh: '只能查找现在的名单，不能查找过去的', en: 'only the list of now can be searched, none of the past' },
  'wrong-search': {
    zh: '请输入姓名或其开头、拼音、首字母，或完整的身份证号',
    en: 'search for a name or its beginning, its pinyin or initials, or a whole ID number',
  },
  'unknown-unit': { zh: '没有这个单位', en: 'there is no such unit' },
  'unknown-person': { zh: '没有这个用户', en: 'there is no such person' },
  'unknown-stream': { zh: '没有事件流 {stream}', en: 'there is no stream {stream}' },
};
