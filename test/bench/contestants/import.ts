import { join } from 'node:path';
import { ImportDirectory } from '#directory';
import { ImportRosters } from '#rosters';
import { openForJob } from '../support/application.js';
import { contestant, inDirectory, mustBe } from '../support/contestant.js';
import { countEvents } from '../support/pages.js';
import { directoryFiles, rosterFiles } from '../support/roster-files.js';

interface Options {
  /** Holds `regions.csv`, `schools.csv`, `staff.csv` and the departments' rosters. */
  readonly rosters: string;
  /** Only reads the files: every row is parsed and kept, nothing is reconciled. */
  readonly readOnly: boolean;
}

const CYCLE = '2020-2021';
/** How often it is looked whether the event loop stands still, in milliseconds. */
const EVERY_MS = 5;

/** Seconds to import a county's rosters, with or without reconciling them into records and findings. */
await contestant<Options>(({ rosters, readOnly }) =>
  inDirectory(async (directory) => {
    const { commands, runtime, close } = await openForJob(join(directory, 'data'), ['rosters']);
    const file = (name: string) => join(rosters, name);
    await commands.execute(new ImportDirectory(directoryFiles(rosters), { commandId: 'directory' }));
    const departments = rosterFiles(rosters);
    mustBe('there are rosters', Math.min(departments.length, 1), 1);
    const pauses = watchPauses();
    const began = performance.now();
    const { records } = await commands.execute(
      new ImportRosters({ files: departments.map(file), cycle: CYCLE, reconcile: !readOnly }, { commandId: 'rosters', alone: true }),
    );
    const seconds = (performance.now() - began) / 1000;
    const longest = pauses();
    if (!readOnly) mustBe('records in the log', await countEvents(runtime.log, { types: ['record-opened'] }), records.opened);
    await close();
    const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
    return { value: seconds * 1000, notes: { records: records.opened, peakMb, longestPauseMs: Math.round(longest) } };
  }),
);

/** The answer stops watching, and says for how long at most the event loop stood still, in milliseconds. */
function watchPauses(): () => number {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - EVERY_MS);
    last = now;
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    return longest;
  };
}
