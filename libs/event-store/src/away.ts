import { Refusal } from '#kernel';
import type { LogCondition } from './port.js';

/** How often somebody who waits for the log looks whether it is away, in milliseconds. */
const LOOK_MS = 50;

/** What will never be right again by itself: another log, another program's. Everything else that is unavailable passes. */
const FOR_GOOD = new Set([
  'log-replaced',
  'log-shared',
  'log-behind-views',
  'log-newer',
  'view-of-another-log',
  'projection-stopped',
  'keys-lost',
  'keys-of-another-log',
]);

/** Whether what was refused may work later without anybody doing anything to this program: a server was away, somebody held a lock. */
export function isPassing(error: unknown): boolean {
  return error instanceof Refusal && error.kind === 'unavailable' && !FOR_GOOD.has(error.code);
}

/** Something that says how a log stands. */
export interface Conditioned {
  condition?(): LogCondition;
}

/** How a log stands, also one that is where this process is and always answers. */
export function conditionOf(log: Conditioned): LogCondition {
  return log.condition?.() ?? { state: 'answering' };
}

/**
 * What a log answers, for somebody who can do without: undefined at once while it is known not to answer, and soon when that is found out.
 * @throws what the log refuses for another reason than that it is away
 */
export async function unlessAway<Answer>(log: Conditioned, ask: () => Promise<Answer>): Promise<Answer | undefined> {
  if (conditionOf(log).state === 'unreachable') return undefined;
  const answer = ask().catch((error: unknown) => {
    if (conditionOf(log).state === 'unreachable' && isPassing(error)) return undefined;
    throw error;
  });
  let watching: NodeJS.Timeout | undefined;
  const away = new Promise<undefined>((resolve) => {
    watching = setInterval(() => {
      if (conditionOf(log).state === 'unreachable') resolve(undefined);
    }, LOOK_MS);
  });
  try {
    return await Promise.race([answer, away]);
  } finally {
    clearInterval(watching);
    // Nobody looks at an answer that comes too late.
    answer.catch(() => undefined);
  }
}
