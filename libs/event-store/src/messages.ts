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
  'log-host-unknown': {
    zh: '日志服务器的主机名无法解析（{reason}）：请检查地址与域名解析',
    en: 'the name of the log server has no address ({reason}): look at the address and at the name service',
  },
  'log-host-refuses': {
    zh: '日志服务器的主机上无人监听该端口（{reason}）：服务器未启动，或端口不对',
    en: 'nobody listens on this port of the log server ({reason}): it is not running, or it is another port',
  },
  'log-certificate-refused': {
    zh: '不信任日志服务器的证书（{reason}）：请用 tlsCAFile 指明签发它的 CA，并检查证书的有效期与主机名',
    en: 'the certificate of the log server is not trusted ({reason}): name its CA with tlsCAFile; look at its dates and the names in it',
  },
  'log-not-secured': {
    zh: '日志服务器不使用 TLS（{reason}）：请在地址中写 tls=false，或在服务器上启用 TLS',
    en: 'the log server does not speak TLS ({reason}): write tls=false in the address, or secure the server',
  },
  'log-secured': {
    zh: '日志服务器只接受 TLS 连接：请去掉地址中的 tls=false，并写明用户和密码',
    en: 'the log server speaks only TLS: leave tls=false out of the address and name user and password',
  },
  'log-login-refused': {
    zh: '日志服务器不接受地址中的用户名或密码',
    en: 'the log server does not accept the user or password of the address',
  },
  'log-may-not-read-all': {
    zh: '地址中的用户无权读取日志服务器的 $all：请在 $settings 的 $systemStreamAcl.$r 中列出该用户，或将其加入 $admins',
    en: 'the user of the address may not read $all on the log server: name it in $systemStreamAcl.$r of $settings, or make it a member of $admins',
  },
  'log-may-not-read-streams': {
    zh: '地址中的用户无权读取日志的事件流：请在 $settings 的 $userStreamAcl.$r 中列出该用户，或将其加入 $admins',
    en: 'the user of the address may not read the streams of the log: name it in $userStreamAcl.$r of $settings, or make it a member of $admins',
  },
  'log-may-not-write': {
    zh: '地址中的用户无权写入日志的事件流：请在 $settings 的 $userStreamAcl.$w 中列出该用户，或将其加入 $admins',
    en: 'the user of the address may not write the streams of the log: name it in $userStreamAcl.$w of $settings, or make it a member of $admins',
  },
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
