import type { Language } from '#kernel';

interface Counts {
  readonly units: number;
  readonly answering: number;
  readonly ranked: number;
  readonly erring: number;
  readonly outdated: number;
}

interface Proof {
  readonly position: string;
  readonly rule: number;
  readonly inputs: string;
  readonly event?: string;
}

/** What a notice says, in one language. */
export interface NoticeWords {
  readonly draft: string;
  title(county: string, month: string): string;
  readonly summary: string;
  counts(counts: Counts): string;
  readonly verdicts: string;
  readonly tables: string;
  readonly header: readonly string[];
  readonly notes: string;
  readonly method: string;
  proof(proof: Proof): string;
  restated(restated: { readonly reversals: number; readonly inputs: string }): string;
  issuer(county: string): string;
  day(day: string): string;
  readonly none: string;
  readonly unranked: string;
  readonly colon: string;
  readonly comma: string;
  readonly stop: string;
}

export const NOTICE_WORDS: Readonly<Record<Language, NoticeWords>> = {
  zh: {
    draft: '（草稿，未发布）',
    title: (county, month) =>
      `关于${county}${Number(month.slice(0, 4))}年${Number(month.slice(5))}月贫困学生资助档案审核责任考核评价情况的通报`,
    summary: '一、总体情况',
    counts: ({ units, answering, ranked, erring, outdated }) =>
      `本月列入考核评价的单位 ${units} 个，其中对档案内容负有责任的 ${answering} 个，参加排名的 ${ranked} 个；经认定存在差错的 ${erring} 个。另有 ${outdated} 项内容因情况变化而过时，不计入任何单位。`,
    verdicts: '二、通报结果',
    tables: '三、各类单位考核评价情况',
    header: ['名次', '单位', '负责项数', '差错项数', '加权差错率', '95%置信区间', '与上月相比（百分点）', '结果'],
    notes: '四、说明',
    method:
      '负责项数为本单位人员录入、送审或审核并在本月内有效的档案内容项数；差错项数为其中本月经县级认定且责任归于本单位的项数，同一差错对同一单位只计一次。加权差错率按内容重要程度加权，身份、打款内容权重较高；名次按加权差错率由低到高排列，并列者同名次，负责项数不足的单位只列出、不排名。',
    proof: ({ position, rule, inputs, event }) =>
      `本通报依据审核记录截至位置 ${position} 的内容，按第 ${rule} 版考核规则得出，任何人可据以重新计算核对。数据摘要：${inputs}${event === undefined ? '' : `；发布记录：${event}`}。`,
    restated: ({ reversals, inputs }) =>
      `发布后有 ${reversals} 项责任认定经申诉撤销，更正后的结果另行附列，本通报不变。更正数据摘要：${inputs}。`,
    issuer: (county) => `${county}教育局`,
    day: (day) => `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`,
    none: '无。',
    unranked: '不排名',
    colon: '：',
    comma: '、',
    stop: '。',
  },
  en: {
    draft: '(draft, not published)',
    title: (county, month) => `Notice of ${county}: who answers for students' aid records, ${month}`,
    summary: '1. Summary',
    counts: ({ units, answering, ranked, erring, outdated }) =>
      `${units} units are assessed; ${answering} answer for values of records, ${ranked} are ranked; errors were confirmed of ${erring}. ${outdated} values had become outdated and count against nobody.`,
    verdicts: '2. Verdicts',
    tables: '3. Units',
    header: ['rank', 'unit', 'values', 'errors', 'weighted rate', '95 % interval', 'against last month (points)', 'verdict'],
    notes: '4. Notes',
    method:
      "Values: fields of records that the unit's people entered, submitted or signed and that were in force in the month. Errors: those of them with an error confirmed in the month and attributed to the unit, once a unit. Rates are weighted, identity and payment more; units are ranked by weighted rate, ties share a rank, units with few values are listed unranked.",
    proof: ({ position, rule, inputs, event }) =>
      `Worked out from the log up to position ${position} by version ${rule} of the rule; anyone can work it out again. Hash of inputs: ${inputs}${event === undefined ? '' : `; event: ${event}`}.`,
    restated: ({ reversals, inputs }) =>
      `${reversals} attributions were reversed on appeal after publication; a restatement stands beside this notice, which does not change. Hash of its inputs: ${inputs}.`,
    issuer: (county) => `Education bureau of ${county}`,
    day: (day) => day,
    none: 'none.',
    unranked: 'unranked',
    colon: ': ',
    comma: ', ',
    stop: '.',
  },
};
