import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measure, Runs, secondsSince, type MeasuredRow } from './measure.js';
import { startPostgres } from './postgres.js';
import { prepare } from './prepare.js';
import { rowsOf } from './rows.js';
import { makeCounty } from './support/county-of.js';
import { tableOf, writeTable } from './table.js';

/** Records of a whole county; for a quick run as few as show that everything works. */
const COUNTY = 48_000;
const QUICK_COUNTY = 600;

const { values: asked } = parseArgs({
  options: {
    /** One round, small amounts: shows that everything works. */
    quick: { type: 'boolean', default: false },
    /** Only the rows whose ids match. */
    only: { type: 'string' },
    rounds: { type: 'string' },
    /** Sizes of the counties that are asked and rebuilt, such as `48000,1000000`. */
    records: { type: 'string' },
    /** A county's rosters, with its regions, schools and staff: a folder. */
    rosters: { type: 'string', default: join('test', 'fixtures', 'changning') },
    /** A Kafka broker to throw away, `host:port`: without one the relay is not measured. */
    kafka: { type: 'string' },
    /** Writes the table into the README. */
    write: { type: 'boolean', default: false },
  },
});

const rounds = Number(asked.rounds ?? (asked.quick ? 1 : 5));
const sizes = (asked.records ?? String(asked.quick ? QUICK_COUNTY : COUNTY)).split(',').map(Number);
const tell = (text: string) => void process.stderr.write(`${text}\n`);

const directory = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
// Beside the other: whoever runs the server may be somebody else, who can look into no other directory.
const databases = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
const postgres = await startPostgres(databases);
const clearAway = async () => {
  await postgres.stop();
  // At once: whoever is interrupted may be writing there.
  for (const made of [directory, databases]) rmSync(made, { recursive: true, force: true });
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void clearAway().finally(() => process.exit(1)));
try {
  const began = performance.now();
  const prepared = await prepare(directory, 1);
  tell(`the sample county: prepared in ${secondsSince(began)} s`);
  const matching = new RegExp(asked.only ?? '');
  if (asked.kafka === undefined && matching.test('relay')) tell('without --kafka HOST:PORT the relay is not measured');
  const setting = { ...prepared, postgres: postgres.address, kafka: asked.kafka, rosters: asked.rosters, quick: asked.quick };
  const wanted = (counties: readonly { records: number; data: string }[]) =>
    rowsOf({ ...setting, counties }).filter(({ id }) => matching.test(id));
  const planned = sizes.map((records) => ({ records, data: join(directory, `county-${records}`) }));
  const counties: { records: number; data: string }[] = [];
  for (const { records, data } of planned) {
    if (!wanted(planned).some(({ id }) => id.endsWith(`-${records}`))) continue;
    const began = performance.now();
    const { events } = await makeCounty(prepared.worked, data, records);
    tell(`a county of ${records} records, ${events} events: made in ${secondsSince(began)} s`);
    counties.push({ records, data });
  }
  const runs = new Runs();
  const measured: MeasuredRow[] = [];
  for (const row of wanted(counties)) measured.push(await measure(row, rounds, tell, runs));
  const table = tableOf(measured, {
    day: new Date().toISOString().slice(0, 10),
    rounds,
    versions: `Node ${process.versions.node}, SQLite ${process.versions.sqlite ?? ''}, PostgreSQL ${postgres.version}`,
  });
  process.stdout.write(`${table}\n`);
  if (asked.write) await writeTable('README.md', table);
} finally {
  await clearAway();
}
