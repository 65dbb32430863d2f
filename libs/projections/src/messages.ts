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
  'read-store-host-unknown': {
    zh: '读库的主机名无法解析（{reason}）：请检查地址与域名解析',
    en: 'the name of the read store has no address ({reason}): look at the address and at the name service',
  },
  'read-store-login-refused': {
    zh: '读库不接受地址中的用户名或密码（{reason}）',
    en: 'the read store does not accept the user or password of the address ({reason})',
  },
  'read-store-no-database': {
    zh: '读库服务器上没有地址中的数据库（{reason}）：请先建立',
    en: 'the database of the address does not exist on the server of the read store ({reason}): make it first',
  },
  'read-store-right-missing': {
    zh: '读库的用户权限不足（{reason}）：须有在该数据库中建立模式的权限（grant create on database）',
    en: 'the user of the read store lacks a right ({reason}): it must be allowed to make schemas (grant create on database)',
  },
  'read-store-certificate-refused': {
    zh: '不信任读库服务器的证书（{reason}）：请用 sslrootcert 指明签发它的 CA，并检查证书的有效期与主机名',
    en: 'the certificate of the read store is not trusted ({reason}): name its CA with sslrootcert; look at its dates and the names in it',
  },
  'read-store-not-secured': {
    zh: '读库服务器不使用 TLS：请在地址中写 sslmode=disable，或在服务器上启用 TLS',
    en: 'the server of the read store does not speak TLS: write sslmode=disable in the address, or secure the server',
  },
  'read-store-incomplete': {
    zh: '读库中缺少系统自己的表（{reason}），正在重新建立，请稍后再试',
    en: 'tables of the read store are lacking ({reason}); they are made anew, try again later',
  },
  'view-made-anew': {
    zh: '视图 {view} 在读库中的表丢失，正在从日志重新生成，请稍后再试',
    en: 'the tables of view {view} were taken away from the read store; it is made anew from the log, try again later',
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
