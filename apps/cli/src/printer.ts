import type { Writable } from 'node:stream';
import { problemOf, toldErrors, type Catalogue, type Refusal } from '#kernel';
import type { Check } from '#records';
import { words } from './words.js';
import type { CommonOptions } from './options.js';

/** Writes answers: with `--json` values and nothing else on standard output, otherwise text for people; notices go to standard error. */
export class Printer {
  constructor(
    private readonly options: Pick<CommonOptions, 'json' | 'lang'>,
    private readonly catalogue: Catalogue,
    private readonly out: Writable = process.stdout,
    private readonly err: Writable = process.stderr,
  ) {}

  /** One answer: an object, or what `asText` makes of it. */
  one<Value>(value: Value, asText: (value: Value) => string): void {
    this.write(this.options.json ? JSON.stringify(value) : asText(value));
  }

  /** The next value of a list: a line of NDJSON, or a line of text. */
  async next<Value>(value: Value, asText: (value: Value) => string): Promise<void> {
    const line = `${this.options.json ? JSON.stringify(value) : asText(value)}\n`;
    if (!this.out.write(line)) await new Promise((resolve) => this.out.once('drain', resolve));
  }

  /** A heading or a total for people only. */
  heading(text: string): void {
    if (!this.options.json) this.write(text);
  }

  /** Something to know that is no part of the answer. */
  notice(text: string): void {
    this.err.write(`${text}\n`);
  }

  /** A refusal: the problem document with `--json`, else what is wrong and what is allowed, on standard error. */
  refusal(refusal: Refusal): void {
    const problem = problemOf(refusal, this.catalogue, this.options.lang);
    if (this.options.json) return this.write(JSON.stringify(problem));
    const lines = [`${problem.title}: ${problem.detail} (${problem.code})`];
    for (const error of problem.errors ?? []) lines.push(`  ${error.pointer}  ${error.detail}`);
    if (problem.allowed !== undefined)
      lines.push(`${this.options.lang === 'zh' ? '现在可以' : 'allowed now'}: ${problem.allowed.join(', ')}`);
    this.notice(lines.join('\n'));
  }

  /** What a command would meet. */
  checked({ errors, warnings }: Check): void {
    const { lang } = this.options;
    const told = { errors: toldErrors(errors, this.catalogue, lang), warnings: toldErrors(warnings, this.catalogue, lang) };
    const { possible, impossible } = words(lang);
    const lines = [...told.errors, ...told.warnings].map(({ pointer, detail }) => `  ${pointer}  ${detail}`);
    this.one(told, () => [errors.length === 0 ? possible : impossible, ...lines].join('\n'));
  }

  private write(text: string): void {
    this.out.write(`${text}\n`);
  }
}

/** Exit codes: 0 done, 1 refused, 2 wrong usage, 3 input unreadable. */
export function exitCodeOf(refusal: Refusal): number {
  return refusal.kind === 'unreadable' ? 3 : 1;
}
