import { CollectDetails } from '#records';
import { openServing } from '../support/application.js';
import { householdOf, type Changeable } from '../support/change.js';
import { closedLoop, contestant, mustBe, onCopy } from '../support/contestant.js';
import { countEvents } from '../support/pages.js';

interface Options {
  readonly template: string;
  readonly changeable: readonly Changeable[];
  readonly concurrency: number;
  readonly seconds: number;
}

/** Seconds in which everything is compiled and loaded, before anything is measured. */
const WARM_UP = 1;

/** Commands in process, with everything that a command does: load, fold, seal, decide, append; the views follow meanwhile. */
await contestant<Options>(({ template, changeable, concurrency, seconds }) =>
  onCopy(template, async (data) => {
    const { runtime, commands, close } = await openServing(data);
    let number = 0;
    const change = async () => {
      number += 1;
      const { recordId, userId } = changeable[number % changeable.length] as Changeable;
      await commands.execute(new CollectDetails(recordId, householdOf(number), { userId, commandId: `bench-${number}` }));
    };
    await closedLoop({ concurrency, seconds: WARM_UP }, change);
    const before = await runtime.log.head();
    const idle = process.cpuUsage();
    const { done, perSecond } = await closedLoop({ concurrency, seconds }, change);
    const { user, system } = process.cpuUsage(idle);
    const start = performance.now();
    await runtime.runner.catchUp();
    const behind = performance.now() - start;
    mustBe('changes in the log', await countEvents(runtime.log, { types: ['details-recorded'] }, before), done);
    await close();
    return { value: perSecond, notes: { viewsBehindMs: Math.round(behind), cpuUs: Math.round((user + system) / done) } };
  }),
);
