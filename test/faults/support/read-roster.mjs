// Reads a roster as an import does, in a process of its own with little memory. Prints one JSON value: rows and problems, or the refusal's code; and the peak.
import { mappings } from '../../../dist/libs/rosters/src/mappings/index.js';
import { openRoster } from '../../../dist/libs/rosters/src/reading/read-roster.js';

const told = { rows: 0, problems: 0 };
try {
  const roster = await openRoster(process.argv[2], mappings);
  for await (const some of roster.rows('2020-09-01')) {
    told.rows += some.rows.length;
    told.problems += some.problems.length;
  }
} catch (error) {
  told.code = error.code ?? error.name;
}
process.stdout.write(JSON.stringify({ ...told, peakMegabytes: process.resourceUsage().maxRSS / 1024 }));
