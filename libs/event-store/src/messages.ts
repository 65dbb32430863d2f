import type { Catalogue } from '#kernel';

export const eventStoreMessages: Catalogue = {
  'wrong-expected-revision': { zh: '事件流已有新的事件', en: 'the stream has newer events' },
  'empty-append': { zh: '没有要写入的事件', en: 'there is nothing to append' },
  'append-too-large': { zh: '一次写入不得超过 {limit} 字节', en: 'one append holds at most {limit} bytes' },
  'duplicate-event-id': { zh: '事件编号已在别处使用', en: 'an event with this id stands elsewhere' },
  'unknown-event-type': {
    zh: '位置 {position} 的事件 {type}.v{version} 不认识：请先升级读取方',
    en: 'unknown event {type}.v{version} at position {position}: upgrade the reader first',
  },
  'log-busy': { zh: '日志正忙，请稍后再试', en: 'the log is busy, try again later' },
  'log-unusable': { zh: '日志文件无法使用（{reason}）', en: 'the log file cannot be used ({reason})' },
  'log-newer': { zh: '日志由更新的版本写成', en: 'the log was written by a newer version' },
};
