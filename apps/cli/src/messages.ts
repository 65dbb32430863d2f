import type { Catalogue } from '#kernel';

export const cliMessages: Catalogue = {
  'no-acting-person': { zh: '请用 --as 用户名 指明操作人', en: 'say who acts with --as USERNAME' },
  'administrator-only': {
    zh: '只有管理员可以变更机构与人员，请用 --as 指明管理员',
    en: 'only an administrator may change units and people; name one with --as',
  },
  'not-simulated': {
    zh: '该数据目录使用真实时钟，不能设定模拟时间；--clock 只能用于新目录或模拟目录',
    en: 'this data directory runs on the real clock; --clock works only on a new or a simulated directory',
  },
  'no-reason': { zh: '请用 --reason 写明原因（至多 500 字）', en: 'say why with --reason (at most 500 characters)' },
  'demo-needs-simulated-clock': {
    zh: '演示会代人操作，只能在模拟时钟的数据目录上运行；请在导入前用 --clock 设定时间',
    en: 'the demo acts in people’s names and works only on a directory with a simulated clock; set one with --clock before importing',
  },
  'wrong-revision': { zh: '--if-revision 应为非负整数', en: '--if-revision takes a whole number' },
  'approve-or-return': { zh: '请在 --approve 与 --return 中选一个', en: 'give exactly one of --approve and --return' },
  'accept-or-reject': { zh: '请在 --accept N 与 --reject 中选一个', en: 'give exactly one of --accept N and --reject' },
  'wrong-reason': { zh: '--field 应写成 字段=理由', en: '--field is written FIELD=REASON' },
  'input-not-json': { zh: '输入不是 JSON 对象', en: 'the input is not a JSON object' },
  'cannot-write': { zh: '无法写入文件（{code}）', en: 'the file cannot be written ({code})' },
  'no-such-file': { zh: '找不到文件 {file}', en: 'no such file: {file}' },
};
