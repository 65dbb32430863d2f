import type { Catalogue } from '#kernel';

export const eventStoreMessages: Catalogue = {
  'wrong-expected-revision': { zh: '事件流已有新的事件', en: 'the stream has newer events' },
  'empty-append': { zh: '没有要写入的事件', en: 'there is nothing to append' },
  'append-too-large': { zh: '一次写入不得超过 {limit} 字节', en: 'one append holds at most {limit} bytes' },
  'duplicate-event-id': { zh: '事件编号已在别处使用', en: 'an event with this id stands elsewhere' },
  'command-reused': { zh: '同一操作编号已用于另一内容', en: 'this command id was used for another body' },
  'unknown-event-type': {
    zh: '位置 {position} 的事件 {type}.v{version} 不认识：请先升级读取方',
    en: 'unknown event {type}.v{version} at position {position}: upgrade the reader first',
  },
  'log-busy': { zh: '日志正忙，请稍后再试', en: 'the log is busy, try again later' },
  'outcome-unknown': {
    zh: '日志没有及时回答，不知道是否已写入，请重新提交同一操作',
    en: 'the log did not answer in time and it is not known whether this was written: send the same command again',
  },
  'log-unreachable': { zh: '日志服务器没有应答（{reason}）', en: 'the log server does not answer ({reason})' },
  'log-unusable': { zh: '日志无法使用（{reason}）', en: 'the log cannot be used ({reason})' },
  'log-replaced': {
    zh: '日志已被换成另一份，或退回到了较早的状态',
    en: 'the log has been replaced by another, or set back to an earlier state',
  },
  'log-shared': {
    zh: '该数据库里有命名空间的日志与没有命名空间的日志不能并存：请为每份日志在地址中写明 namespace',
    en: 'a log without a namespace and logs with one cannot share a database: give each its namespace in the address',
  },
  'foreign-event': { zh: '位置 {position} 的事件不是本系统写入的', en: 'the event at position {position} was not written by this system' },
  'wrong-position': { zh: '不是日志给出的位置', en: 'not a position that the log gave out' },
  'wrong-connection-string': { zh: '日志地址不正确：{reason}', en: 'wrong address of the log: {reason}' },
  'log-newer': { zh: '日志由更新的版本写成', en: 'the log was written by a newer version' },
};
