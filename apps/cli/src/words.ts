import type { Language } from '#kernel';

interface Words {
  done(recordId: string, revision: number): string;
  readonly simulated: (time: string) => string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  zh: {
    done: (recordId, revision) => `已记录：${recordId}，修订 ${revision}`,
    simulated: (time) => `模拟时钟：${time}`,
  },
  en: {
    done: (recordId, revision) => `recorded: ${recordId}, revision ${revision}`,
    simulated: (time) => `simulated clock: ${time}`,
  },
};

/** What the command line says to people, in their language. */
export function words(language: Language): Words {
  return WORDS[language];
}
