import type { Command as Program } from 'commander';
import type { DemoAnswer, OnDemoProgress } from '#demo';
import type { CommonOptions } from '../options.js';
import { wholeNumberOption } from '../whole-number-option.js';
import { withCountersign } from '../with-countersign.js';
import { words } from '../words.js';

interface DemoOptions extends CommonOptions {
  readonly seed: number;
  readonly months: number;
}

/** Months of people's work at once, for whoever wants to see what it looks like. */
export function demoCommand(program: Program): void {
  program
    .command('demo')
    .description('work a loaded county forward as its people would, on a simulated clock | 演示')
    .option('--seed <n>', 'the same seed on the same county makes the same decisions', wholeNumberOption, 1)
    .option('--months <n>', 'how many months', wholeNumberOption, 3)
    .action(async (_flags, command: Program) => {
      const options = command.optsWithGlobals<DemoOptions>();
      const { seed, months, lang } = options;
      await withCountersign(options, async ({ commands, printer, marked, parts: { demo, records, texts, ProgressLine } }) => {
        const line = new ProgressLine();
        const tell: OnDemoProgress = ({ time, events }) => line.tell(() => words(lang).demo(time.slice(0, 'yyyy-mm-dd'.length), events));
        const answer: DemoAnswer = await commands
          .execute(new demo.RunDemo(records.readBody(demo.RunDemoBody, { seed, months }), tell))
          .finally(() => line.end());
        printer.one(marked(answer), (done) => texts.demoText(done, lang));
      });
    });
}
