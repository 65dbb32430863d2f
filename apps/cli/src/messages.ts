import type { Catalogue } from '#kernel';

export const cliMessages: Catalogue = {
  'no-acting-person': { zh: '请用 --as 用户名 指明操作人', en: 'say who acts with --as USERNAME' },
  'wrong-revision': { zh: '--if-revision 应为非负整数', en: '--if-revision takes a whole number' },
  'approve-or-return': { zh: '请在 --approve 与 --return 中选一个', en: 'give exactly one of --approve and --return' },
  'accept-or-reject': { zh: '请在 --accept N 与 --reject 中选一个', en: 'give exactly one of --accept N and --reject' },
  'wrong-reason': { zh: '--field 应写成 字段=理由', en: '--field is written FIELD=REASON' },
  'input-not-json': { zh: '输入不是 JSON 对象', en: 'the input is not a JSON object' },
  'cannot-write': { zh: '无法写入文件（{code}）', en: 'the file cannot be written ({code})' },
  'no-such-file': { zh: '找不到文件 {file}', en: 'no such file: {file}' },
};
