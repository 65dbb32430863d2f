import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figures, Measured } from '../measure.js';

/** Runs a contestant: its options come as the one argument, what it measured goes out as one line. */
export async function contestant<Options>(work: (options: Options) => Promise<Measured | Figures>): Promise<void> {
  const measured = await work(JSON.parse(process.argv[2] ?? '{}') as Options);
  process.stdout.write(`${JSON.stringify(measured)}\n`);
}

/** Works on a copy of a directory, which is gone afterwards. */
export async function onCopy<Answer>(template: string, work: (directory: string) => Promise<Answer>): Promise<Answer> {
  return inDirectory(async (directory) => {
    const copy = join(directory, 'data');
    await cp(template, copy, { recursive: true });
    return work(copy);
  });
}

/** Works in an empty directory, which is gone afterwards. */
export async function inDirectory<Answer>(work: (directory: string) => Promise<Answer>): Promise<Answer> {
  const directory = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** @throws Error if what was written cannot be read back as it should be */
export function mustBe(what: string, found: number, expected: number): void {
  if (found !== expected) throw new Error(`${what}: ${found} instead of ${expected}`);
}

/**
 * So many at a time, each worker as soon as the last answer is there, until the time is up.
 * @returns how many were done, per second, and how long each took in milliseconds
 */
export async function closedLoop(
  { concurrency, seconds }: { readonly concurrency: number; readonly seconds: number },
  work: (worker: number, turn: number) => Promise<void>,
): Promise<{ readonly done: number; readonly perSecond: number; readonly times: readonly number[] }> {
  const times: number[] = [];
  const began = performance.now();
  const until = began + seconds * 1000;
  const worker = async (number: number): Promise<void> => {
    for (let turn = 0; performance.now() < until; turn += 1) {
      const start = performance.now();
      await work(number, turn);
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, (_none, number) => worker(number)));
  return { done: times.length, perSecond: times.length / ((performance.now() - began) / 1000), times };
}

/** How long some work takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Does something again and again, and pauses after each time; the answer ends it with what each time came to. */
export function again<Result>(pauseMs: number, work: (turn: number) => Promise<Result>): () => Promise<Result[]> {
  const results: Result[] = [];
  let going = true;
  const run = async () => {
    for (let turn = 0; going; turn += 1) {
      results.push(await work(turn));
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
  const running = run();
  return async () => {
    going = false;
    await running;
    return results;
  };
}
