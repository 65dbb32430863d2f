import type { Json } from '#kernel';
import { birthDateOf, completedYears, isCompulsoryAge, referenceDateOf } from '#student-aid';
import type { Directory, School } from '#directory';
import { dice, type Dice } from '../chance/dice.js';
import type { Newcomer } from '../plan/newcomers.js';
import type { World } from '../rules/world.js';
import { textOf, type Story } from '../story/story.js';
import { personName } from './names.js';
import { birthday, cardNumber, idNumber, phoneNumber } from './numbers.js';

/** What the values of one record are made from. */
interface Making {
  readonly story: Story;
  readonly staffing: Directory;
  readonly newcomer?: Newcomer;
  /** One die for each field, so that a value does not depend on what else is missing. */
  readonly die: Dice;
  /** The die of another field. */
  dieOf(field: string): Dice;
}

type Make = (making: Making) => Json;

const CAUSES = ['因病', '因残', '因学', '缺劳力', '缺技术', '缺资金'];
const BANKS = ['常宁农商银行', '中国邮政储蓄银行常宁市支行', '中国农业银行常宁市支行'];
const SCHOOLS_ELSEWHERE = [
  'outside:衡阳市第一中学',
  'outside:衡阳市中等职业学校',
  'outside:东莞市长安镇实验学校',
  'outside:广州市番禺区民办学校',
];
const STAGE_OF_KIND: Readonly<Record<School['kind'], string>> = {
  kindergarten: 'preschool',
  village: 'primary',
  centre: 'primary',
  junior: 'junior',
  high: 'senior',
  vocational: 'vocational',
};
const KINDS_OF_STAGE: Readonly<Record<string, readonly School['kind'][]>> = {
  preschool: ['kindergarten'],
  primary: ['village', 'centre'],
  junior: ['junior'],
  senior: ['high'],
  vocational: ['vocational'],
};
const AGE_BEFORE_GRADE_ONE = 5;
const GRADES: Readonly<Record<string, readonly [first: number, last: number]>> = {
  primary: [1, 6],
  junior: [7, 9],
  senior: [10, 12],
  vocational: [10, 12],
};

/** How a collector finds a value that no roster has. */
const MAKERS: Readonly<Record<string, Make>> = {
  name: ({ newcomer, die }) => newcomer?.name ?? personName(die),
  sex: ({ newcomer }) => newcomer?.sex ?? null,
  birthDate: ({ newcomer, story }) => newcomer?.birthDate ?? birthDateOf(textOf(story.state, 'idNumber') ?? '') ?? null,
  idNumber: ({ newcomer }) => newcomer?.idNumber ?? null,
  ethnicity: ({ die }) =>
    die.weighted([
      ['汉族', 96],
      ['瑶族', 3],
      ['土家族', 1],
    ]),
  region: villageFor,
  address: ({ story, staffing, die }) => `${staffing.unit(textOf(story.state, 'region') ?? '')?.name ?? ''}${die.between(1, 9)}组`,
  headName,
  headIdNumber: ({ die }) => idNumber('430482', birthday(1958, 1988, die), die.share(0.7), die),
  members: ({ die }) => die.between(2, 7),
  guardian: (making) => (making.die.share(0.7) ? headName(making) : personName(making.die, textOf(making.story.state, 'name'))),
  guardianPhone: ({ die }) => phoneNumber(die),
  cause: ({ die }) => die.pick(CAUSES),
  categories: ({ newcomer, die }) => (newcomer === undefined ? [] : [die.share(0.6) ? 'minimum-living' : 'other']),
  school: schoolFor,
  stage: (making) => stageFor(making),
  grade: (making) => gradeFor(making.story, stageFor(making)),
  class: ({ die }) => `${die.between(1, 4)}班`,
  studentNumber: ({ story }) => `G${textOf(story.state, 'idNumber') ?? story.key}`,
  boarding: ({ die }) => die.share(0.3),
  payeeName: headName,
  payeeIdNumber: (making) =>
    textOf(making.story.state, 'headIdNumber') ?? MAKERS['headIdNumber']?.({ ...making, die: making.dieOf('headIdNumber') }) ?? null,
  bank: ({ die }) => die.pick(BANKS),
  cardNumber: ({ die }) => cardNumber(die),
};

/** A value for a field that has none; null if nobody could find one. The same whenever it is asked for. */
export function missingValue(
  field: string,
  story: Story,
  { seed, staffing, newcomerOf }: Pick<World, 'seed' | 'staffing' | 'newcomerOf'>,
): Json {
  const dieOf = (name: string) => dice(seed, story.key, 'value', name);
  return MAKERS[field]?.({ story, staffing, newcomer: newcomerOf(story), die: dieOf(field), dieOf }) ?? null;
}

/** The head of the household as the record has them, else a name that stays the same however often it is asked for. */
function headName({ story, dieOf }: Making): string {
  return textOf(story.state, 'headName') ?? personName(dieOf('headName'), textOf(story.state, 'name'));
}

/** A newcomer's village; else one of the township in which the school lies. */
function villageFor({ story, staffing, newcomer, die }: Making): Json {
  if (newcomer !== undefined) return newcomer.village;
  const township = staffing.school(textOf(story.state, 'school') ?? '')?.township;
  const nearby = township === undefined ? [] : staffing.childrenOf(township);
  const villages = nearby.length > 0 ? nearby : staffing.regions().filter(({ level }) => level === 'village');
  return villages.length === 0 ? null : die.pick(villages).code;
}

/** A school of the stage, in the household's township if there is one; for who is on no roll of ours one elsewhere. */
function schoolFor(making: Making): Json {
  const { story, staffing, newcomer, dieOf } = making;
  const die = dieOf('school');
  const stage = textOf(story.state, 'stage');
  if (stage === undefined && newcomer === undefined) return leavesSchool(making) ? null : die.pick(SCHOOLS_ELSEWHERE);
  const kinds = KINDS_OF_STAGE[stage ?? 'primary'] ?? [];
  const suiting = staffing.schools().filter(({ kind }) => kinds.includes(kind));
  const township = staffing.region(textOf(story.state, 'region') ?? '')?.parent;
  const nearby = suiting.filter((school) => school.township === township);
  const schools = nearby.length > 0 ? nearby : suiting;
  return schools.length === 0 ? die.pick(SCHOOLS_ELSEWHERE) : die.pick(schools).code;
}

/** Past compulsory age and on no roll: half of them learn somewhere else, half have left school. */
function leavesSchool({ story, dieOf }: Making): boolean {
  const born = bornOf(story);
  return born !== undefined && !isCompulsoryAge(born, story.cycle) && dieOf('leaves').share(0.5);
}

function stageFor(making: Making): string {
  const { story, staffing } = making;
  const standing = textOf(story.state, 'stage');
  if (standing !== undefined) return standing;
  const school = textOf(story.state, 'school') ?? schoolFor(making);
  if (school === null) return 'none';
  const kind = staffing.school(String(school))?.kind;
  if (kind !== undefined) return STAGE_OF_KIND[kind];
  const age = ageOf(story);
  if (age < 6) return 'preschool';
  return age < 12 ? 'primary' : age < 15 ? 'junior' : 'vocational';
}

function gradeFor(story: Story, stage: string): Json {
  const grades = GRADES[stage];
  return grades === undefined ? null : Math.min(Math.max(ageOf(story) - AGE_BEFORE_GRADE_ONE, grades[0]), grades[1]);
}

function ageOf(story: Story): number {
  const born = bornOf(story);
  return born === undefined ? 10 : completedYears(born, referenceDateOf(story.cycle));
}

function bornOf({ state }: Story): string | undefined {
  return birthDateOf(textOf(state, 'idNumber') ?? '') ?? textOf(state, 'birthDate');
}
