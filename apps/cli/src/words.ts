import type { Language } from '#kernel';

interface Words {
  done(recordId: string, revision: number): string;
  readonly simulated: (time: string) => string;
  students(count: number): string;
  demo(day: string, events: number): string;
  /** @param events of each view that has been begun, how many it has taken */
  rebuilding(events: ReadonlyMap<string, number>): string;
  rebuilt(views: readonly string[]): string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  zh: {
    done: (recordId, revision) => `已记录：${recordId}，修订 ${revision}`,
    simulated: (time) => `模拟时钟：${time}`,
    students: (count) => `共 ${count} 名学生`,
    demo: (day, events) => `演示：${day}，事件 ${events} 条`,
    rebuilding: (events) => `重建：${[...events].map(([view, count]) => `${view} ${count} 条事件`).join('，')}`,
    rebuilt: (views) => `已重建：${views.join('、')}`,
  },
  en: {
    done: (recordId, revision) => `recorded: ${recordId}, revision ${revision}`,
    simulated: (time) => `simulated clock: ${time}`,
    students: (count) => `${count} students`,
    demo: (day, events) => `demo: ${day}, ${events} events`,
    rebuilding: (events) => `rebuilding: ${[...events].map(([view, count]) => `${view} ${count} events`).join(', ')}`,
    rebuilt: (views) => `rebuilt: ${views.join(', ')}`,
  },
};

/** What the command line says to people, in their language. */
export function words(language: Language): Words {
  return WORDS[language];
}
