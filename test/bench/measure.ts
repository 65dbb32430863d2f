import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { NODE_FLAGS } from './support/processes.js';

/** What takes part in a row: we, the best of the field, or the bare limit of the machine. */
export type Part = 'ours' | 'rival' | 'limit';

/** A program that measures one thing once, checks that what it wrote can be read back, and prints a {@link Measured} as its last line. */
export interface Contestant {
  readonly name: string;
  readonly part: Part;
  /** Compiled script, or one of the rivals' own. */
  readonly script: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Which figure counts, of a program that measures several in one run: it runs once in a round for all rows that take one of them. */
  readonly figure?: string;
}

export interface Measured {
  readonly value: number;
  /** Whatever explains the value, for those who look closer. */
  readonly notes?: Readonly<Record<string, number | string>>;
}

/** What a program prints that measures several things in one run: by figure. */
export type Figures = Readonly<Record<string, Measured>>;

/** One line of the table. */
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly unit: '/s' | 'ms' | '× as long';
  /** What we want to reach, from the design's figures. */
  readonly goal: Goal;
  readonly contestants: readonly Contestant[];
  /** What is asked of counties of several sizes, and of how many records here. */
  readonly grows?: { readonly what: string; readonly records: number };
  /** Fewer than asked for, where one takes minutes. */
  readonly rounds?: number;
  /** Why the goal is missed, when it is: found by profiling, brought up to date by hand. */
  readonly why?: string;
}

/** Ratios that count as reached: of ours to the limit, and of ours to the best rival. For times the ratio is turned round: more is better. */
export interface Goal {
  readonly ofLimit?: number;
  readonly timesBestRival?: number;
  /** In the row's unit: at most for times, at least for rates. */
  readonly absolute?: number;
}

/** All that a contestant measured in a run. */
export interface Outcome {
  readonly contestant: Contestant;
  readonly values: readonly number[];
  /** One for each value. */
  readonly notes: readonly NonNullable<Measured['notes']>[];
}

export interface MeasuredRow {
  readonly row: Row;
  readonly outcomes: readonly Outcome[];
}

/** Measures a row in rounds; who begins changes from round to round, so that no place in the order is anybody's advantage. */
export async function measure(row: Row, asked: number, tell: (text: string) => void, runs: Runs): Promise<MeasuredRow> {
  const began = performance.now();
  const all = row.contestants.map((contestant) => ({ contestant, values: [] as number[], notes: [] as NonNullable<Measured['notes']>[] }));
  const rounds = Math.min(asked, row.rounds ?? asked);
  for (let round = 0; round < rounds; round += 1) {
    for (let place = 0; place < all.length; place += 1) {
      const one = all[(place + round) % all.length] as (typeof all)[number];
      const measured = await runs.measured(one.contestant, round).catch((error: unknown) => {
        // Ours must work; that a rival falls over is told, and is no reason to measure nothing.
        if (one.contestant.part !== 'rival') throw error;
        tell(`${row.id} ${round + 1}/${rounds} ${String(error)}`);
        return undefined;
      });
      if (measured === undefined) continue;
      const { value, notes = {} } = measured;
      one.values.push(value);
      one.notes.push(notes);
      tell(`${row.id} ${round + 1}/${rounds} ${one.contestant.name}: ${Math.round(value * 10) / 10}${row.unit} ${JSON.stringify(notes)}`);
    }
  }
  tell(`${row.id} took ${secondsSince(began)} s`);
  return { row, outcomes: all.filter(({ values }) => values.length > 0) };
}

/** Every run of a contestant; what one has measured for several rows is kept until the end. */
export class Runs {
  private readonly shared = new Map<string, Promise<Figures>>();

  /** @throws Error if the contestant fails, or finds that what it wrote cannot be read back */
  async measured(contestant: Contestant, round: number): Promise<Measured> {
    const { name, script, options, figure } = contestant;
    if (figure === undefined) return (await run(contestant)) as Measured;
    const key = JSON.stringify([script, options, round]);
    const running = this.shared.get(key) ?? (run(contestant) as Promise<Figures>);
    this.shared.set(key, running);
    const measured = (await running)[figure];
    if (measured === undefined) throw new Error(`${name}: ${script} did not measure ${figure}`);
    return measured;
  }
}

async function run({ name, script, options }: Contestant): Promise<Measured | Figures> {
  const child = spawn(process.execPath, [...NODE_FLAGS, script, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'exit') as Promise<[number | null]>]);
  const last = printed.trim().split('\n').at(-1);
  if (code !== 0 || last === undefined || last === '') throw new Error(`${name}: ${script} ended with ${String(code)}`);
  return JSON.parse(last) as Measured | Figures;
}

/** Whole seconds since a moment of `performance.now()`. */
export function secondsSince(began: number): number {
  return Math.round((performance.now() - began) / 1000);
}

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return ((low ?? NaN) + (high ?? NaN)) / 2;
}

/** @param share such as 0.99 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
