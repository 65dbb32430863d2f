import type { Catalogue } from '#kernel';

export const diskMessages: Catalogue = {
  'disk-full': {
    zh: '磁盘已满，没有写入；腾出空间后会自动继续',
    en: 'the disk is full and nothing was written; everything goes on by itself when there is room',
  },
  'log-busy': { zh: '日志正忙，请稍后再试', en: 'the log is busy, try again later' },
};
