import type { Catalogue } from '#kernel';

/** Texts of what the HTTP face itself refuses. */
export const serverMessages: Catalogue = {
  'malformed-request': { zh: '请求不符合 HTTP 或 JSON 格式', en: 'the request is not well-formed HTTP or JSON' },
  'nested-too-deep': { zh: '内容嵌套过深（最多 {max} 层）', en: 'the body is nested too deeply (at most {max} levels)' },
  'body-too-large': { zh: '内容不得超过 {max} 字节', en: 'a body holds at most {max} bytes' },
  'wrong-media-type': { zh: '请求内容须为 {wanted}', en: 'the body must be {wanted}' },
  'unknown-path': { zh: '没有这个地址', en: 'there is nothing at this address' },
  'method-not-allowed': { zh: '这个地址不支持该方法', en: 'this address does not take this method' },
  'request-timeout': { zh: '请求没有按时送达', en: 'the request did not arrive in time' },
  'headers-too-large': { zh: '请求头过大', en: 'the request headers are too large' },
  'if-match-needed': {
    zh: '请在 If-Match 中写明所见档案的版本（GET 档案时的 ETag）',
    en: 'name the revision that you saw in If-Match (the ETag that GET of the record answered)',
  },
  'wrong-if-match': { zh: 'If-Match 应为一个带引号的版本号，如 "7"', en: 'If-Match is one quoted revision, such as "7"' },
  'wrong-idempotency-key': { zh: 'Idempotency-Key 应为 1 到 255 个可见字符', en: 'an Idempotency-Key has 1 to 255 visible characters' },
  'no-check-here': { zh: '这项操作不能只作检查（check）', en: 'this command cannot be asked for with check' },
  'no-acting-person': { zh: '请用 X-Countersign-As 指明操作人', en: 'name the acting person in X-Countersign-As' },
  'unreadable-acting-person': {
    zh: 'X-Countersign-As 中有无法识别的字符：请写一个用户名',
    en: 'X-Countersign-As holds what cannot be read: write one user name',
  },
  'unknown-import': { zh: '没有这次导入', en: 'there is no such import' },
  'import-not-done': { zh: '这次导入尚未完成', en: 'this import has not been done' },
  'wrong-offset': { zh: '已收到 {received} 字节，请从那里继续', en: '{received} bytes have arrived; go on from there' },
  'upload-under-way': { zh: '这份文件正在上传', en: 'this file is being uploaded right now' },
  'too-many-imports': {
    zh: '同一人同时进行的导入不得超过 {max} 个，请等其中一个结束后再试',
    en: 'one person has at most {max} imports under way; try again when one of them has ended',
  },
  'roster-too-large': { zh: '文件不得超过 {max} 字节', en: 'a file holds at most {max} bytes' },
  'wrong-upload-header': {
    zh: 'Upload-Offset 应为字节数，Upload-Complete 应为 ?0 或 ?1',
    en: 'Upload-Offset is a number of bytes, Upload-Complete is ?0 or ?1',
  },
  stopping: { zh: '服务正在停止，请稍后再试', en: 'the server is stopping; try again in a moment' },
  overloaded: { zh: '正在处理的操作过多，请稍后再试', en: 'too many commands are under way; try again in a moment' },
  'log-not-answering': { zh: '日志没有及时应答', en: 'the log does not answer in time' },
  'disk-not-answering': { zh: '磁盘没有及时应答', en: 'the disk does not answer in time' },
  'read-store-not-answering': { zh: '读库没有及时应答', en: 'the read store does not answer in time' },
  'projector-not-running': {
    zh: '更新视图的线程没有运行（{state}）',
    en: 'the thread that keeps the views is not running ({state})',
  },
  'internal-error': { zh: '服务器内部错误，已记入日志', en: 'internal error; it has been logged' },
};
