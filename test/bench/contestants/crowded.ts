import { join } from 'node:path';
import { ImportDirectory } from '#directory';
import { ListStudents } from '#records';
import { GetBlame } from '#responsibility';
import { ImportRosters } from '#rosters';
import { UnitCounts } from '#statistics';
import { percentile, type Measured } from '../measure.js';
import { CYCLE } from '../prepare.js';
import { openApplication, type Application } from '../support/application.js';
import { contestant, inDirectory, mustBe, timed } from '../support/contestant.js';
import { withServer, type OthersWrite } from '../support/eventstoredb.js';
import { directoryFiles } from '../support/roster-files.js';

interface Options {
  /** Events that others write behind the log. */
  readonly others: number;
  /** How often each question is asked. */
  readonly times: number;
}

const FIXTURE = join('test', 'fixtures', 'changning');
const ROSTER = join(FIXTURE, '民政局_社会救助对象.csv');
const COUNTY = '430482';
/** How often each is asked before anything is measured. */
const WARM_UP = 20;

/**
 * How many times as long questions of now take on a database that others have filled behind the log, as on one that is the log's alone: two servers
 * are asked in turns, so that whatever else the machine does meets both.
 */
await contestant<Options>(({ others, times }) =>
  withCounty((alone) =>
    withCounty(async (crowded, othersWrite) => {
      const before = await crowded.runtime.log.head();
      await othersWrite(others);
      // Whoever asks first goes through them, once.
      const first = Math.round(await timed(() => crowded.runtime.log.head()));
      const [ours, theirs] = [await questionsOf(crowded), await questionsOf(alone)];
      const measured: Record<string, Measured> = {};
      for (const [figure, ask] of Object.entries(ours)) {
        const [one = NaN, other = NaN] = await mediansOf(times, theirs[figure] ?? ask, ask);
        measured[figure] = { value: other / one, notes: { alone: rounded(one), crowded: rounded(other), first } };
      }
      mustBe('the end of the log', Number((await crowded.runtime.log.head()) === before), 1);
      return measured;
    }),
  ),
);

/** Works with the sample county's welfare roster on a server of its own. */
function withCounty<Answer>(work: (app: Application, othersWrite: OthersWrite) => Promise<Answer>): Promise<Answer> {
  return inDirectory((data) =>
    withServer(async (port, othersWrite) => {
      const app = await openApplication(data, { eventStore: `esdb://127.0.0.1:${port}?tls=false&namespace=bench` });
      await app.commands.execute(new ImportDirectory(directoryFiles(FIXTURE), { commandId: 'directory' }));
      await app.commands.execute(new ImportRosters({ files: [ROSTER], cycle: CYCLE, reconcile: true }, { commandId: 'rosters' }));
      await app.runtime.runner.catchUp();
      const answer = await work(app, othersWrite);
      await app.close();
      return answer;
    }),
  );
}

async function questionsOf({ queries }: Application): Promise<Readonly<Record<string, () => Promise<object>>>> {
  const { items: students } = await queries.execute(new ListStudents({ cycle: CYCLE, limit: 1 }));
  mustBe('records', students.length, 1);
  const recordId = students[0]?.recordId ?? '';
  return {
    county: () => queries.execute(new UnitCounts({ code: COUNTY, level: 'county', cycle: CYCLE })),
    list: () => queries.execute(new ListStudents({ cycle: CYCLE, limit: 50 })),
    blame: () => queries.execute(new GetBlame({ recordId })),
  };
}

/** The middles of how long two take that are asked in turns, in milliseconds. */
async function mediansOf(times: number, ...asked: readonly (() => Promise<unknown>)[]): Promise<readonly number[]> {
  const took = asked.map((): number[] => []);
  for (let turn = -WARM_UP; turn < times; turn += 1) {
    for (const [n, ask] of asked.entries()) {
      const milliseconds = await timed(ask);
      if (turn >= 0) took[n]?.push(milliseconds);
    }
  }
  return took.map((some) => percentile(some, 0.5));
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
