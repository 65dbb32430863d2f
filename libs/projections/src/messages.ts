import type { Catalogue } from '#kernel';

export const projectionsMessages: Catalogue = {
  'view-behind': { zh: '视图 {view} 尚未更新到所需位置，请稍后再试', en: 'view {view} has not caught up yet, try again later' },
  'projection-stopped': {
    zh: '视图 {view} 在位置 {position} 之后停止更新（{reason}{cause}），请联系管理员',
    en: 'view {view} has stopped after position {position} ({reason}{cause}); tell the administrator',
  },
  'view-of-another-log': {
    zh: '视图 {view} 属于另一份日志；请移走数据目录中 views 下的同名文件，系统会从日志重新生成',
    en: 'view {view} belongs to another log; move its files under views in the data directory away and it is made anew from the log',
  },
  'wrong-read-store': { zh: '读库地址不正确：{reason}', en: 'not an address of a read store: {reason}' },
  'read-store-unavailable': {
    zh: '读库暂时无法连接（{reason}），请稍后再试',
    en: 'the read store does not answer ({reason}); try again later',
  },
  'lease-lost': { zh: '视图已由另一进程接管更新', en: 'another process has taken over the views' },
  'view-went-back': {
    zh: '视图 {view} 的数据库恢复到了较早的状态，正在从日志补齐',
    en: 'the database of view {view} has gone back to an earlier state; it is brought up from the log',
  },
  'view-unusable': { zh: '视图文件无法使用（{reason}）', en: 'a view file cannot be used ({reason})' },
  'rebuild-failed': {
    zh: '视图 {view} 未能重建（{reason}），原有视图继续提供服务',
    en: 'view {view} could not be rebuilt ({reason}); the old one goes on serving',
  },
  'unknown-view': { zh: '没有视图 {view}', en: 'there is no view {view}' },
  'wrong-cursor': { zh: '翻页标记无效，请从第一页重新开始', en: 'not a cursor of this list; begin with the first page again' },
  'wrong-limit': { zh: '每页条数应为 1 到 {max}', en: 'a page holds 1 to {max}' },
  'wrong-as-of': {
    zh: '无法识别的时点：请写成 2020-09-01、2020-09-01T08:00:00+08:00 或日志位置',
    en: 'not a moment: write 2020-09-01, 2020-09-01T08:00:00+08:00 or a position of the log',
  },
  'as-of-in-future': { zh: '时间不能晚于现在', en: 'the time must not be in the future' },
  'as-of-ahead': { zh: '日志还没有到达该位置', en: 'the log has not reached that position' },
};
