import type { Catalogue } from '#kernel';

export const platformMessages: Catalogue = {
  'wrong-configuration': { zh: '配置 {variable} 不正确：{reason}', en: 'wrong configuration {variable}: {reason}' },
  'not-simulated': {
    zh: '该数据目录使用真实时钟，不能设定模拟时间；只有新目录或模拟目录可以',
    en: 'this data directory runs on the real clock; only a new or a simulated directory takes another',
  },
  'keys-lost': {
    zh: '缺少这份日志的密钥文件 keys.db；请先恢复它的备份',
    en: 'the key file keys.db of this log is missing; restore it from its backup first',
  },
  'keys-of-another-log': {
    zh: 'keys.db 不是这份日志的密钥文件',
    en: 'keys.db does not hold the keys of this log',
  },
  'log-known-unreadable': {
    zh: '数据目录中的 log-known.json 无法读取',
    en: 'log-known.json in the data directory cannot be read',
  },
  'log-behind-views': {
    zh: '日志止于 {head}，而视图 {view} 已到 {position}：日志退回到了较早的状态。若确为恢复的备份，请用命令 log renew 继续',
    en: 'the log ends at {head}, but view {view} has come to {position}: it has been set back. If it was restored from a backup, go on with the command log renew',
  },
  'nothing-to-renew': { zh: '没有可以继续的日志', en: 'there is no log that could go on' },
  'no-reason': { zh: '请写明原因（至多 500 字）', en: 'say why (at most 500 characters)' },
  'clock-backwards': { zh: '模拟时间不能早于 {now}', en: 'the simulated clock cannot go back before {now}' },
  'wrong-time': {
    zh: '无法识别的时间，请写成 2020-09-01T08:00:00+08:00',
    en: 'not a time; write it like 2020-09-01T08:00:00+08:00',
  },
  'port-unusable': {
    zh: '无法使用端口 {port}（{code}），可用 COUNTERSIGN_PORT 另选',
    en: 'port {port} cannot be used ({code}); choose another with COUNTERSIGN_PORT',
  },
  'loopback-only': { zh: '目前只应答本机', en: 'only this machine is answered for now' },
  'data-directory-unusable': { zh: '无法使用数据目录（{code}）', en: 'the data directory cannot be used ({code})' },
};
