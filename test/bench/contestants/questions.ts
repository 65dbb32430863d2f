import { ListStudents, type StudentPage } from '#records';
import { GetAssessment, GetBlame, GetLedger } from '#responsibility';
import { UnitCounts } from '#statistics';
import type { Query } from '@nestjs/cqrs';
import { percentile } from '../measure.js';
import { openApplication } from '../support/application.js';
import { contestant, mustBe } from '../support/contestant.js';

interface Options {
  readonly data: string;
  readonly question: keyof typeof QUESTIONS;
  /** As of a position in the past, another one each time; else of now. */
  readonly past: boolean;
  readonly times: number;
}

const CYCLE = '2020-2021';
const COUNTY = '430482';

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
  blame: ({ recordId, asOf }: About) => new GetBlame({ recordId, ...(asOf && { asOf }) }),
  ledger: ({ userId, asOf }: About) => new GetLedger({ userId, ...(asOf && { asOf }) }),
  assessment: ({ asOf }: About) => new GetAssessment({ month: '2020-09', ...(asOf && { asOf }) }),
} satisfies Readonly<Record<string, (about: About) => Query<object>>>;

/** How long one question takes to answer, in milliseconds: the slowest but one in a hundred. */
await contestant<Options>(async ({ data, question, past, times }) => {
  const { runtime, queries, close } = await openApplication(data);
  await runtime.runner.catchUp();
  const head = await runtime.log.head();
  const page: StudentPage = await queries.execute(new ListStudents({ cycle: CYCLE, status: 'approved', limit: 200 }));
  mustBe('students of the first page', page.students.length, 200);
  // Households outside of the county are of no village here.
  const students = page.students.filter(({ village, name }) => village !== null && name !== null);
  mustBe('there are some of a village', Math.min(students.length, 1), 1);
  const ask = async (turn: number) => {
    const student = students[turn % students.length];
    const about = {
      village: student?.village ?? '',
      recordId: student?.recordId ?? '',
      name: (student?.name ?? '').slice(0, 2),
      userId: `u${String(1 + ((turn * 7) % 340)).padStart(4, '0')}`,
      // Positions of the embedded log are counted; by the middle of it every record had been opened.
      ...(past && { asOf: String(Math.floor(Number(head) * (0.5 + 0.5 * fraction(turn)))).padStart(head.length, '0') }),
    };
    const began = performance.now();
    await queries.execute(QUESTIONS[question](about));
    return performance.now() - began;
  };
  for (let turn = 0; turn < Math.min(times, 20); turn += 1) await ask(turn);
  const measured: number[] = [];
  for (let turn = 0; turn < times; turn += 1) measured.push(await ask(turn));
  await close();
  return { value: percentile(measured, 0.99), notes: { p50: Math.round(percentile(measured, 0.5) * 100) / 100 } };
});

/** A spread of numbers between 0 and 1, the same every time. */
function fraction(turn: number): number {
  return (turn * 0.6180339887498949) % 1;
}
