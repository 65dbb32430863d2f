import type { OnDemoProgress } from '#demo';
import type { Language } from '#kernel';

/** How often a terminal, and how often a log, is told, in milliseconds. */
const TERMINAL_EVERY = 200;
const LOG_EVERY = 5_000;

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Tells on standard error which day the demo has reached: one line that changes on a terminal, a line now and then elsewhere. */
export function demoProgress(
  language: Language,
  output: Output = process.stderr,
  now: () => number = () => performance.now(),
): { tell: OnDemoProgress; end(): void } {
  const terminal = output.isTTY === true;
  let last = now();
  return {
    tell({ time, events }) {
      if (now() - last < (terminal ? TERMINAL_EVERY : LOG_EVERY)) return;
      last = now();
      const day = time.slice(0, 10);
      const text = language === 'zh' ? `演示：${day}，事件 ${events} 条` : `demo: ${day}, ${events} events`;
      output.write(terminal ? `\r\u001b[K${text}` : `${text}\n`);
    },
    end() {
      if (terminal) output.write('\r\u001b[K');
    },
  };
}
