import type { Catalogue } from '#kernel';

export const diskMessages: Catalogue = {
  'disk-full': {
    zh: '磁盘已满，没有写入：请腾出空间；运行中的服务随后会自动继续',
    en: 'the disk is full and nothing was written: make room; a running server then goes on by itself',
  },
  'log-busy': { zh: '日志正忙，请稍后再试', en: 'the log is busy, try again later' },
};
