import type { Language } from '#kernel';
import type { BuildProgress } from '#projections';
import type { CommandAnswer } from '#records';

interface Words {
  done(answer: Pick<CommandAnswer, 'recordId' | 'revision' | 'errorId'>): string;
  readonly simulated: (time: string) => string;
  /** Of a command that was only checked. */
  readonly possible: string;
  readonly impossible: string;
  students(count: number): string;
  demo(day: string, events: number): string;
  /** @param views that have been begun */
  rebuilding(views: readonly BuildProgress[]): string;
  rebuilt(views: readonly string[]): string;
  renewed(storeId: string): string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  zh: {
    done: ({ recordId, revision, errorId }) => `已记录：${recordId}，修订 ${revision}${errorId === undefined ? '' : `，差错 ${errorId}`}`,
    simulated: (time) => `模拟时钟：${time}`,
    possible: '可以办理（仅检查，未记录）',
    impossible: '不能办理（仅检查，未记录）',
    students: (count) => `共 ${count} 名学生`,
    demo: (day, events) => `演示：${day}，事件 ${events} 条`,
    rebuilding: (views) =>
      `重建：${views.map(({ view, events, ready }) => `${view} ${events} 条事件${ready ? '（完成）' : ''}`).join('，')}`,
    rebuilt: (views) => `已重建：${views.join('、')}`,
    renewed: (storeId) => `日志以新的编号继续：${storeId}`,
  },
  en: {
    done: ({ recordId, revision, errorId }) =>
      `recorded: ${recordId}, revision ${revision}${errorId === undefined ? '' : `, error ${errorId}`}`,
    simulated: (time) => `simulated clock: ${time}`,
    possible: 'it would be done (checked only, nothing is recorded)',
    impossible: 'it would be refused (checked only, nothing is recorded)',
    students: (count) => `${count} students`,
    demo: (day, events) => `demo: ${day}, ${events} events`,
    rebuilding: (views) =>
      `rebuilding: ${views.map(({ view, events, ready }) => `${view} ${events} events${ready ? ' (ready)' : ''}`).join(', ')}`,
    rebuilt: (views) => `rebuilt: ${views.join(', ')}`,
    renewed: (storeId) => `the log goes on as ${storeId}`,
  },
};

/** What the command line says to people, in their language. */
export function words(language: Language): Words {
  return WORDS[language];
}
