import { textOf, type Language } from '#kernel';
import { Pace, rostersMessages, type OnProgress, type Paced, type Progress } from '#rosters';
import { ProgressLine } from './progress-line.js';

/** Tells how an import goes on; unread rows at once. */
export function rosterProgress(language: Language): { tell: OnProgress; end(): void } {
  const line = new ProgressLine();
  const pace = new Pace(() => performance.now());
  return {
    tell(progress) {
      if (progress.phase === 'unread') return line.say(unreadText(progress, language));
      const paced = pace.of(progress);
      line.tell(() => progressText(progress, language) + paceText(paced, language));
    },
    end: () => line.end(),
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
