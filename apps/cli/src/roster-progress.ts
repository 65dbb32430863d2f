import { textOf, type Language } from '#kernel';
import { rostersMessages, type OnProgress, type Progress } from '#rosters';

/** How often a terminal, and how often a log, is told, in milliseconds. */
const TERMINAL_EVERY = 200;
const LOG_EVERY = 5_000;

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Tells on standard error how an import goes on: one line that changes on a terminal, a line now and then elsewhere; unread rows at once. */
export function rosterProgress(
  language: Language,
  output: Output = process.stderr,
  now: () => number = () => performance.now(),
): { tell: OnProgress; end(): void } {
  const begun = now();
  let last = begun;
  let standing = false;
  const clear = () => {
    if (standing) output.write('\r\u001b[K');
    standing = false;
  };
  return {
    tell(progress) {
      if (progress.phase === 'unread') {
        clear();
        output.write(`${unreadText(progress, language)}\n`);
        return;
      }
      const time = now();
      if (time - last < (output.isTTY === true ? TERMINAL_EVERY : LOG_EVERY)) return;
      last = time;
      clear();
      const seconds = Math.max(0.001, (time - begun) / 1000);
      output.write(output.isTTY === true ? progressText(progress, seconds, language) : `${progressText(progress, seconds, language)}\n`);
      standing = output.isTTY === true;
    },
    end: clear,
  };
}

function progressText(progress: Exclude<Progress, { phase: 'unread' }>, seconds: number, language: Language): string {
  switch (progress.phase) {
    case 'reading': {
      const rate = Math.round(progress.rows / seconds);
      return language === 'zh'
        ? `${progress.file}：已读 ${progress.rows} 行（${rate} 行/秒）`
        : `${progress.file}: ${progress.rows} rows read (${rate}/s)`;
    }
    case 'reconciling':
      return language === 'zh'
        ? `比对：${progress.people} 人，档案 ${progress.records} 份`
        : `reconciling: ${progress.people} people, ${progress.records} records`;
    case 'findings':
      return language === 'zh' ? `疑点：${progress.findings} 条` : `findings: ${progress.findings}`;
  }
}

/** File, line, column, value, reason. */
function unreadText({ file, problem }: Extract<Progress, { phase: 'unread' }>, language: Language): string {
  const { line, column, value, reason } = problem;
  return [`${file}:${line}`, column, value, textOf(rostersMessages, reason, language)].filter((part) => part !== undefined).join('  ');
}
