import type { Language } from '#kernel';
import type { FindingAnswer, MappingAnswer, Reconciled, RostersImported, ShownFinding, ShownMapping } from '#rosters';

interface RosterWords {
  readonly imported: (answer: RostersImported) => string;
  readonly reconciled: (answer: Reconciled) => string;
  readonly finding: (finding: ShownFinding) => string;
  readonly decided: (answer: FindingAnswer) => string;
  readonly mappingChanged: (answer: MappingAnswer) => string;
  readonly mapping: (shown: ShownMapping) => string;
}

type Outcome = Pick<Reconciled, 'records' | 'findings' | 'events'>;

const OUTCOME: Readonly<Record<Language, (answer: Outcome) => string>> = {
  zh: ({ records, findings, events }) =>
    `档案：新建 ${records.opened}，补充 ${records.completed}，无变化 ${records.unchanged}；疑点：新增 ${findings.opened}，关闭 ${findings.closed}；事件 ${events} 条`,
  en: ({ records, findings, events }) =>
    `records: ${records.opened} opened, ${records.completed} completed, ${records.unchanged} unchanged; findings: ${findings.opened} opened, ${findings.closed} closed; ${events} events`,
};

const WORDS: Readonly<Record<Language, RosterWords>> = {
  zh: {
    imported: (answer) =>
      [
        ...answer.files.map(
          ({ file, department, asOf, rows, unread, repeated }) =>
            `${file}：${department}，${asOf}，${rows} 行${unread > 0 ? `，未读 ${unread} 行` : ''}${repeated ? '（此前已导入）' : ''}`,
        ),
        OUTCOME.zh(answer),
      ].join('\n'),
    reconciled: OUTCOME.zh,
    finding: (finding) => findingText(finding, '：'),
    decided: ({ findingId, status, records }) =>
      `已处理：${findingId}，${status}${records.length > 0 ? `，涉及档案 ${records.join('、')}` : ''}`,
    mappingChanged: ({ version, events }) => `列名和用词：第 ${version} 版${events === 0 ? '（无变化）' : ''}`,
    mapping: (shown) => mappingText(shown, '列名和用词：第', '版'),
  },
  en: {
    imported: (answer) =>
      [
        ...answer.files.map(
          ({ file, department, asOf, rows, unread, repeated }) =>
            `${file}: ${department}, ${asOf}, ${rows} rows${unread > 0 ? `, ${unread} not read` : ''}${repeated ? ' (imported before)' : ''}`,
        ),
        OUTCOME.en(answer),
      ].join('\n'),
    reconciled: OUTCOME.en,
    finding: (finding) => findingText(finding, ': '),
    decided: ({ findingId, status, records }) =>
      `decided: ${findingId}, ${status}${records.length > 0 ? `, records ${records.join(', ')}` : ''}`,
    mappingChanged: ({ version, events }) => `mappings: version ${version}${events === 0 ? ' (no change)' : ''}`,
    mapping: (shown) => mappingText(shown, 'mappings: version', ''),
  },
};

/** What the command line says about rosters to people, in their language. */
export function rosterWords(language: Language): RosterWords {
  return WORDS[language];
}

/** A finding on a few lines: what and who, its rows, its proposals by number. */
function findingText({ findingId, kind, status, subject, rows, detail }: ShownFinding, colon: string): string {
  const proposals = Array.isArray(detail['proposals']) ? detail['proposals'] : [];
  return [
    [findingId, kind, status, subject.name, subject.idNumber].filter((part) => part !== null).join('  '),
    ...rows.map(
      ({ file, line, column, value }) =>
        `    ${file}:${line}${column === undefined ? '' : `  ${column}`}${value === undefined ? '' : `${colon}${String(value)}`}`,
    ),
    ...(typeof detail['field'] === 'string' ? [`    ${detail['field']}  ${String(detail['visit'])}  ${String(detail['recordId'])}`] : []),
    ...proposals.map((proposal) => `    ${JSON.stringify(proposal)}`),
  ].join('\n');
}

/** The version, who made each, the document that was added, and by department the columns with all their names. */
function mappingText({ version, content, changes, departments }: ShownMapping, before: string, after: string): string {
  return [
    [before, version, after].join(' ').trim(),
    ...changes.map(({ version: number, hash, time, by }) => `  ${number}  ${time}  ${by.userId} ${by.name}  ${hash}`),
    ...(content === null ? [] : [content.trimEnd()]),
    ...departments.flatMap(({ department, columns }) => [
      department,
      ...columns.map(({ fact, headers, needed }) => `  ${fact}${needed === true ? '*' : ''}: ${headers.join(' / ')}`),
    ]),
  ].join('\n');
}
