import type { DemoAnswer } from '#demo';
import type { Language } from '#kernel';
import { rowsText } from '../table.js';
import { called, localTime } from './vocabulary.js';

type Texts = Readonly<Record<Language, string>>;

const TITLES = {
  acts: { zh: '操作', en: 'acts' },
  visits: { zh: '走访', en: 'visits' },
  refusals: { zh: '被拒绝的操作', en: 'refused' },
  events: { zh: '事件', en: 'events' },
} satisfies Record<string, Texts>;

/** What acts are called; English says what the code says. */
const ACTS: Readonly<Record<string, string>> = {
  'accept-transfer': '接收',
  appeal: '申诉',
  'appeal-attribution': '责任申诉',
  'bulk-sign-off': '批量审核',
  close: '结案',
  collect: '采集',
  'confirm-error': '确认差错',
  correct: '更正',
  'decide-attribution-appeal': '责任申诉决定',
  'decide-finding': '处理疑点',
  'dismiss-error': '驳回差错',
  'dispute-transfer': '转接异议',
  'draw-sample': '抽取巡访名单',
  'end-appointment': '离任',
  escalate: '逾期上报',
  'grant-appointment': '任职',
  'grant-delegation': '代办',
  'name-decider': '指定认定人',
  'next-cycle': '转入下一学年',
  open: '建档',
  'publish-assessment': '发布考核评价',
  'record-training': '登记培训',
  'register-person': '登记人员',
  reject: '不予通过',
  reopen: '重启',
  'report-error': '报告差错',
  return: '退回',
  'sign-off': '审核',
  submit: '送审',
  transfer: '转接',
  view: '查看',
  visit: '走访',
  home: '上门',
  online: '网络',
  phone: '电话',
  'spot-check': '重点巡访',
};

/** What the demo has done, for people. */
export function demoText({ from, until, acts, visits, refusals, status, events, lastPosition }: DemoAnswer, language: Language): string {
  const word = (code: string) => (language === 'zh' ? (ACTS[code] ?? called(code, language)) : called(code, language));
  const list = (counts: Readonly<Record<string, number>>, name: (code: string) => string) =>
    Object.entries(counts)
      .map(([code, count]) => `${name(code)} ${count}`)
      .join('  ') || '–';
  const rows: [string, string][] = [
    [TITLES.acts[language], list(acts, word)],
    [TITLES.visits[language], list(visits, word)],
    [TITLES.refusals[language], list(refusals, (code) => code)],
    ...Object.entries(status).map(([cycle, counts]): [string, string] => [cycle, list(counts, (code) => called(code, language))]),
    [TITLES.events[language], `${events}${lastPosition === undefined ? '' : `  (${lastPosition})`}`],
  ];
  return `${localTime(from)} – ${localTime(until)}\n${rowsText(rows)}`;
}
