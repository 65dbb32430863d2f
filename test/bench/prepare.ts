import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ImportDirectory } from '#directory';
import { RunDemo } from '#demo';
import { ImportRosters } from '#rosters';
import { openApplication, type Application } from './support/application.js';
import type { Changeable } from './support/change.js';
import { studentPages } from './support/pages.js';
import { directoryFiles } from './support/roster-files.js';

const FIXTURE = join('test', 'fixtures', 'changning');
const ROSTERS = [
  '扶贫办_建档立卡人口.xlsx',
  '教育局_学籍.csv',
  '民政局_社会救助对象.csv',
  '残联_持证残疾人.csv',
  '省一单式_外地户籍贫困学生.csv',
];
export const CYCLE = '2020-2021';

/** Data directories that contestants copy. */
export interface Prepared {
  /** The sample county as its rosters leave it: every record is being collected. */
  readonly collecting: string;
  /** The records that can be changed there, and who may. */
  readonly changeable: readonly Changeable[];
  /** The sample county after its people have worked on it for months. */
  readonly worked: string;
}

/** Makes the sample county twice, through the same commands as people. */
export async function prepare(directory: string, months: number): Promise<Prepared> {
  const [collecting, worked] = [join(directory, 'collecting'), join(directory, 'worked')];
  await mkdir(directory, { recursive: true });
  const changeable = await withCounty(collecting, undefined, ({ queries }) => changeableRecords(queries));
  await withCounty(worked, '2020-09-01T08:00:00+08:00', ({ commands }) =>
    commands.execute(new RunDemo({ seed: 7, months }, () => undefined)),
  );
  return { collecting, changeable, worked };
}

async function withCounty<Answer>(data: string, clock: string | undefined, work: (app: Application) => Promise<Answer>): Promise<Answer> {
  const app = await openApplication(data, { clock });
  const file = (name: string) => join(FIXTURE, name);
  await app.commands.execute(new ImportDirectory(directoryFiles(FIXTURE), { commandId: 'directory' }));
  await app.commands.execute(new ImportRosters({ files: ROSTERS.map(file), cycle: CYCLE, reconcile: true }, { commandId: 'rosters' }));
  const answer = await work(app);
  await app.runtime.runner.catchUp();
  await app.close();
  return answer;
}

/** Records of a village that has a collector, with that collector. */
async function changeableRecords(queries: Application['queries']): Promise<readonly Changeable[]> {
  const collectors = await collectorsByUnit();
  const found: Changeable[] = [];
  for await (const students of studentPages(queries, { cycle: CYCLE })) {
    for (const { recordId, village } of students) {
      const userId = village === null ? undefined : collectors.get(village);
      if (userId !== undefined) found.push({ recordId, userId });
    }
  }
  return found;
}

async function collectorsByUnit(): Promise<ReadonlyMap<string, string>> {
  const lines = (await readFile(join(FIXTURE, 'staff.csv'), 'utf8')).split('\n').map((line) => line.split(','));
  return new Map(lines.filter(([, , role]) => role === 'collector').map(([userId = '', , , unit = '']) => [unit, userId]));
}
