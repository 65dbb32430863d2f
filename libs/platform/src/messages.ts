import type { Catalogue } from '#kernel';

export const platformMessages: Catalogue = {
  'wrong-configuration': { zh: '配置 {variable} 不正确：{reason}', en: 'wrong configuration {variable}: {reason}' },
  'not-simulated': {
    zh: '该数据目录使用真实时钟，不能设定模拟时间；--clock 只能用于新目录或模拟目录',
    en: 'this data directory runs on the real clock; --clock works only on a new or a simulated directory',
  },
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
