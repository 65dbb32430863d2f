import { readBody } from '#records';
import { DecideFinding, DecideFindingBody } from '#rosters';
import { completedYears, birthDateOf, referenceDateOf } from '#student-aid';
import { FINDINGS_HOUR, dayOf, timeAt, workingDaysAfter } from '../chance/calendar.js';
import { dice, type Dice } from '../chance/dice.js';
import type { Act } from '../rules/act.js';
import { LINES, lineOf } from '../rules/lines.js';
import { approvers, countyPeople } from '../rules/people.js';
import type { World } from '../rules/world.js';
import type { FindingStory, ProposalStory } from '../story/finding-story.js';
import type { Story } from '../story/story.js';

const WITHIN_DAYS = 15;
/** About who somebody is: for the public security's officer. */
const IDENTITY: readonly string[] = [
  'name-differs',
  'bad-checksum',
  'number-cell',
  'missing-name',
  'same-name-same-village',
  'same-student',
];
/** What is decided without looking at any one record. */
const HOLDS_NOBODY: readonly string[] = ['same-name-same-village', 'unreadable-row', 'missing-name'];
const JUNIOR_FROM = 12;

/** ID numbers of whom a finding concerns that has not been decided: their lines do not go up before it is. */
export function heldBy(findings: readonly FindingStory[]): ReadonlySet<string> {
  const open = findings.filter(({ kind, endedAt }) => endedAt === undefined && !HOLDS_NOBODY.includes(kind));
  return new Set(open.flatMap(({ concerns }) => concerns));
}

/** When a finding is decided. */
export function findingDue({ key, openedAt }: FindingStory, { seed, from }: Pick<World, 'seed' | 'from'>): string {
  const begin = openedAt > from ? openedAt : from;
  return timeAt(workingDaysAfter(dayOf(begin), dice(seed, 'finding', key).between(1, WITHIN_DAYS)), FINDINGS_HOUR);
}

/** The decision of a finding that is due; nothing while nobody is there who may decide it. */
export function decisionOn(finding: FindingStory, concerned: readonly Story[], world: World): readonly Act[] {
  const { key, findingId, kind, departments } = finding;
  const lines = IDENTITY.includes(kind)
    ? ['public-security']
    : departments.map((name) => (name === 'provincial-list' ? 'education' : name));
  const decider = [...lines.flatMap((line) => countyPeople('officer', line, world)), ...approvers(world)][0];
  if (decider === undefined) return [];
  const proposal = concerned.every(takesDecisions) ? chosen(finding, dice(world.seed, 'decide', key)) : undefined;
  const body =
    proposal === undefined
      ? { reject: true, reason: '经核查，维持原状' }
      : { accept: proposal.number, reason: '经与原始资料核对，予以采纳' };
  return [
    {
      key: `finding|${findingId}`,
      userId: decider.userId,
      command: (context) => new DecideFinding(findingId, readBody(DecideFindingBody, body), context),
    },
  ];
}

/** What has been approved, rejected or is on its way between two units takes no decision on a finding. */
function takesDecisions({ state }: Story): boolean {
  if (state.closed !== undefined || state.rejected !== undefined) return false;
  return LINES.map((line) => lineOf(state, line)).every(({ locked, transfer }) => locked !== true && transfer === undefined);
}

/** The proposal that people take; undefined: none of them is right. */
function chosen({ kind, proposals, concerns, cycle }: FindingStory, die: Dice): ProposalStory | undefined {
  switch (kind) {
    case 'registered-not-enrolled':
      return die.share(0.4) ? proposals[0] : (schoolForAge(proposals, concerns[0], cycle) ?? proposals[0]);
    case 'category-ended':
      return die.share(0.7) ? proposals[0] : undefined;
    case 'name-differs':
    case 'enrolled-twice':
      return proposals.length === 0 ? undefined : die.pick(proposals);
    case 'same-student':
      return undefined;
    default:
      return proposals[0];
  }
}

/** Proposals name schools in the order of their codes; of those nearby the first that has the pupil's grades. */
function schoolForAge(proposals: readonly ProposalStory[], idNumber: string | undefined, cycle: string): ProposalStory | undefined {
  const schools = proposals.filter(({ values }) => typeof values?.['school'] === 'string');
  const born = birthDateOf(idNumber ?? '');
  const junior = born !== undefined && completedYears(born, referenceDateOf(cycle)) >= JUNIOR_FROM;
  return junior ? schools.at(-1) : schools[0];
}
