import { textOf, type Language } from '#kernel';
import { Pace, rostersMessages, type OnProgress, type Paced, type Progress } from '#rosters';

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
  const pace = new Pace(now);
  let last = now();
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
      const paced = pace.of(progress);
      const time = now();
      if (time - last < (output.isTTY === true ? TERMINAL_EVERY : LOG_EVERY)) return;
      last = time;
      clear();
      const text = progressText(progress, language) + paceText(paced, language);
      output.write(output.isTTY === true ? text : `${text}\n`);
      standing = output.isTTY === true;
    },
    end: clear,
  };
}

function progressText(progress: Exclude<Progress, { phase: 'unread' }>, language: Language): string {
  switch (progress.phase) {
    case 'reading':
      return language === 'zh' ? `${progress.file}：已读 ${progress.rows} 行` : `${progress.file}: ${progress.rows} rows read`;
    case 'reconciling':
      return language === 'zh'
        ? `比对：${progress.people} 人，档案 ${progress.records} 份`
        : `reconciling: ${progress.people} people, ${progress.records} records`;
    case 'findings':
      return language === 'zh' ? `疑点：${progress.findings} 条` : `findings: ${progress.findings}`;
  }
}

/** How fast, and how long still. */
function paceText(paced: Paced | undefined, language: Language): string {
  if (paced === undefined || paced.rate === 0) return '';
  const { rate, secondsLeft } = paced;
  const left = secondsLeft === undefined ? undefined : `${Math.floor(secondsLeft / 60)}:${String(secondsLeft % 60).padStart(2, '0')}`;
  if (language === 'zh') return `（${rate} 行/秒${left === undefined ? '' : `，约剩 ${left}`}）`;
  return ` (${rate} rows/s${left === undefined ? '' : `, ${left} left`})`;
}

/** File, line, column, value, reason. */
function unreadText({ file, problem }: Extract<Progress, { phase: 'unread' }>, language: Language): string {
  const { line, column, value, reason } = problem;
  return [`${file}:${line}`, column, value, textOf(rostersMessages, reason, language)].filter((part) => part !== undefined).join('  ');
}
