import { GetInbox, ListStudents, type StudentPage } from '#records';
import { GetAssessment, GetBlame, GetLedger } from '#responsibility';
import { UnitCounts } from '#statistics';
import type { Query } from '@nestjs/cqrs';
import { percentile, type Measured } from '../measure.js';
import { openApplication, type Application } from '../support/application.js';
import { contestant, mustBe } from '../support/contestant.js';
import { studentPages } from '../support/pages.js';

interface Options {
  readonly data: string;
  /** How often each question is asked; one that takes seconds, {@link FEW} times. */
  readonly times: number;
}

/** How often the assessment of a month is asked for. */
const FEW = 3;
/** How many students are asked about, in turn. */
const SUBJECTS = 100;
/** How often at most before anything is measured. */
const WARM_UP = 20;

const CYCLE = '2020-2021';
const COUNTY = '430482';
/** Who approves for the county: of the sample's staff. */
const APPROVER = 'u0339';

/** What a question is about: one of the units, records and people that there are. */
interface About {
  readonly village: string;
  readonly recordId: string;
  readonly name: string;
  readonly userId: string;
  readonly asOf?: string;
}

const QUESTIONS = {
  village: ({ village: code, asOf }: About) => new UnitCounts({ code, level: 'village', cycle: CYCLE, ...(asOf && { asOf }) }),
  county: ({ asOf }: About) => new UnitCounts({ code: COUNTY, level: 'county', cycle: CYCLE, ...(asOf && { asOf }) }),
  list: ({ village, asOf }: About) => new ListStudents({ village, cycle: CYCLE, limit: 50, ...(asOf && { asOf }) }),
  countyList: ({ asOf }: About) => new ListStudents({ cycle: CYCLE, status: 'approved', limit: 50, ...(asOf && { asOf }) }),
  search: ({ name }: About) => new ListStudents({ search: name, cycle: CYCLE, limit: 20 }),
  inbox: () => new GetInbox({ userId: APPROVER, limit: 50 }),
  blame: ({ recordId, asOf }: About) => new GetBlame({ recordId, ...(asOf && { asOf }) }),
  ledger: ({ userId, asOf }: About) => new GetLedger({ userId, ...(asOf && { asOf }) }),
  assessment: ({ asOf }: About) => new GetAssessment({ month: '2020-09', ...(asOf && { asOf }) }),
} satisfies Readonly<Record<string, (about: About) => Query<object>>>;
type Question = keyof typeof QUESTIONS;
/** What nobody can ask of the past. */
const OF_NOW: readonly Question[] = ['search', 'inbox'];

/** How long questions take to answer, in milliseconds: the slowest but one in a hundred, of now and as of other positions of the past each time. */
await contestant<Options>(async ({ data, times }) => {
  const app = await openApplication(data);
  await app.runtime.runner.catchUp();
  const about = await subjects(app);
  const { items } = await app.queries.execute(QUESTIONS.inbox());
  mustBe('something waits', Math.min(items.length, 1), 1);
  const figures: [string, Measured][] = [];
  for (const question of Object.keys(QUESTIONS) as Question[]) {
    for (const when of ['now', 'past'] as const) {
      if (when === 'past' && OF_NOW.includes(question)) continue;
      const ask = (turn: number) => app.queries.execute(QUESTIONS[question](about(turn, when === 'past')));
      const often = question === 'assessment' ? { times: FEW, warmUp: 1 } : { times, warmUp: Math.min(times, WARM_UP) };
      figures.push([`${question}-${when}`, await timed(ask, often)]);
    }
  }
  await app.close();
  return Object.fromEntries(figures);
});

/** What questions are about, in turn; as of the past another position each time. */
async function subjects({ runtime, queries }: Application): Promise<(turn: number, past: boolean) => About> {
  const head = await runtime.log.head();
  const students = await studentsOfVillages(queries);
  mustBe('students of villages', students.length, SUBJECTS);
  return (turn, past) => {
    const student = students[turn % students.length];
    return {
      village: student?.village ?? '',
      recordId: student?.recordId ?? '',
      name: (student?.name ?? '').slice(0, 2),
      userId: `u${String(1 + ((turn * 7) % 340)).padStart(4, '0')}`,
      // Positions of the embedded log are counted; by the middle of it every record had been opened.
      ...(past && { asOf: String(Math.floor(Number(head) * (0.5 + 0.5 * fraction(turn)))).padStart(head.length, '0') }),
    };
  };
}

/** Households outside of the county, which come first in the list, are of no village here. */
async function studentsOfVillages(queries: Application['queries']): Promise<StudentPage['items']> {
  const found: StudentPage['items'][number][] = [];
  for await (const students of studentPages(queries, { cycle: CYCLE, status: 'approved' })) {
    found.push(...students.filter(({ village, name }) => village !== null && name !== null));
    if (found.length >= SUBJECTS) break;
  }
  return found.slice(0, SUBJECTS);
}

async function timed(
  ask: (turn: number) => Promise<object>,
  { times, warmUp }: { readonly times: number; readonly warmUp: number },
): Promise<Measured> {
  const took: number[] = [];
  for (let turn = -warmUp; turn < times; turn += 1) {
    const began = performance.now();
    await ask(Math.abs(turn));
    if (turn >= 0) took.push(performance.now() - began);
  }
  return { value: percentile(took, 0.99), notes: { p50: Math.round(percentile(took, 0.5) * 100) / 100 } };
}

/** A spread of numbers between 0 and 1, the same every time. */
function fraction(turn: number): number {
  return (turn * 0.6180339887498949) % 1;
}
