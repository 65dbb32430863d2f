import type { Language } from '#kernel';

interface Words {
  done(recordId: string, revision: number): string;
  readonly simulated: (time: string) => string;
  students(count: number): string;
  rebuilding(progress: { view: string; events: number }): string;
  rebuilt(views: readonly string[]): string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  zh: {
    done: (recordId, revision) => `已记录：${recordId}，修订 ${revision}`,
    simulated: (time) => `模拟时钟：${time}`,
    students: (count) => `共 ${count} 名学生`,
    rebuilding: ({ view, events }) => `重建 ${view}：${events} 条事件`,
    rebuilt: (views) => `已重建：${views.join('、')}`,
  },
  en: {
    done: (recordId, revision) => `recorded: ${recordId}, revision ${revision}`,
    simulated: (time) => `simulated clock: ${time}`,
    students: (count) => `${count} students`,
    rebuilding: ({ view, events }) => `rebuilding ${view}: ${events} events`,
    rebuilt: (views) => `rebuilt: ${views.join(', ')}`,
  },
};

/** What the command line says to people, in their language. */
export function words(language: Language): Words {
  return WORDS[language];
}
