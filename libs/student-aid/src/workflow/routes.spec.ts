import { describe, expect, it } from '@jest/globals';
import { Refusal, type Json } from '#kernel';
import type { Post, Route } from '#verification';
import * as units from '../testing/county.js';
import { recordWith } from '../testing/record-with.js';
import { v1 } from './v1.js';

const { county, CENTRE, COUNTY, TOWNSHIP, VILLAGE, VILLAGE_SCHOOL } = units;

const reviewer = (unit: string, line: string): Post => ({ role: 'reviewer', unit, line });
const officer = (department: string): Post => ({ role: 'officer', unit: COUNTY, line: department });
const approver: Post = { role: 'approver', unit: COUNTY, line: 'county' };
const atSchool = (unit: string) => reviewer(unit, 'enrolment');

type Values = Readonly<Record<string, Json>>;
const route = (line: string, values: Values): Route => v1.route(line, recordWith(values), county);

/** Five completed years on 1 September 2020. */
const SMALL = '2014-09-02';
const SIX = '2014-09-01';

describe('the household line', () => {
  it('of a household in the county: village, then township; who stands above signs in place of them', () => {
    expect(route('household', { region: VILLAGE })).toEqual({
      case: 'local',
      steps: [
        { level: 'village', posts: [reviewer(VILLAGE, 'household'), reviewer(TOWNSHIP, 'household'), approver] },
        { level: 'township', posts: [reviewer(TOWNSHIP, 'household'), approver] },
      ],
    });
  });

  it("of a household outside the county: the county's poverty-alleviation officer", () => {
    expect(route('household', { region: units.OUTSIDE_REGION })).toEqual({
      case: 'registered-outside',
      steps: [{ level: 'department', posts: [officer('poverty-alleviation'), approver] }],
    });
  });
});

describe('the enrolment line', () => {
  it.each<[string, Values, Route]>([
    [
      'pupil of a village school: school, then its centre school',
      { school: VILLAGE_SCHOOL, stage: 'primary' },
      {
        case: 'village-school',
        steps: [
          { level: 'school', posts: [atSchool(VILLAGE_SCHOOL), atSchool(CENTRE), approver] },
          { level: 'centre-school', posts: [atSchool(CENTRE), approver] },
        ],
      },
    ],
    [
      'pupil of a village school under no centre school: school',
      { school: units.LONE_VILLAGE_SCHOOL, stage: 'primary' },
      { case: 'village-school', steps: [{ level: 'school', posts: [atSchool(units.LONE_VILLAGE_SCHOOL), approver] }] },
    ],
    [
      'pupil of the centre school itself: both levels, each by its reviewers',
      { school: CENTRE, stage: 'primary' },
      {
        case: 'centre-school',
        steps: [
          { level: 'school', posts: [atSchool(CENTRE), approver] },
          { level: 'centre-school', posts: [atSchool(CENTRE), approver] },
        ],
      },
    ],
    [
      "kindergarten: the kindergarten's centre school",
      { school: units.KINDERGARTEN, stage: 'preschool' },
      { case: 'kindergarten', steps: [{ level: 'centre-school', posts: [atSchool(CENTRE), approver] }] },
    ],
    [
      'kindergarten under no centre school: itself',
      { school: units.LONE_KINDERGARTEN, stage: 'preschool' },
      { case: 'kindergarten', steps: [{ level: 'school', posts: [atSchool(units.LONE_KINDERGARTEN), approver] }] },
    ],
    ...[units.JUNIOR, units.HIGH, units.VOCATIONAL].map((school): [string, Values, Route] => [
      `junior high, high, vocational (${school}): school`,
      { school, stage: 'junior' },
      { case: 'secondary', steps: [{ level: 'school', posts: [atSchool(school), approver] }] },
    ]),
    [
      'household outside the county: as above',
      { region: units.OUTSIDE_REGION, school: units.JUNIOR },
      { case: 'secondary', steps: [{ level: 'school', posts: [atSchool(units.JUNIOR), approver] }] },
    ],
    [
      "enrolled outside the county: the county's education officer",
      { school: units.OUTSIDE_SCHOOL, stage: 'senior' },
      { case: 'enrolled-outside', steps: [{ level: 'department', posts: [officer('education'), approver] }] },
    ],
    ['under 6 and on no roll: not required', { birthDate: SMALL }, { case: 'under-age', steps: [] }],
    ['under 6 and of no stage: not required', { birthDate: SMALL, stage: 'none' }, { case: 'under-age', steps: [] }],
    ['under 6 by the ID number: not required', { idNumber: '11010520140902001X', birthDate: SIX }, { case: 'under-age', steps: [] }],
    ['out of school by a decided finding: not required', { birthDate: SIX, stage: 'none' }, { case: 'out-of-school', steps: [] }],
    [
      'under 6 and on a roll: as of the roll',
      { birthDate: SMALL, stage: 'none', school: units.KINDERGARTEN },
      { case: 'kindergarten', steps: [{ level: 'centre-school', posts: [atSchool(CENTRE), approver] }] },
    ],
  ])('of a %s', (_row, values, expected) => expect(route('enrolment', values)).toEqual(expected));
});

describe('a place that is not known', () => {
  it.each<[string, string, Values]>([
    ['household', 'no region', {}],
    ['household', 'an unknown village', { region: '430482999999' }],
    ['household', 'a township', { region: TOWNSHIP }],
    ['household', 'a village school, which is of the same kind as a village', { region: VILLAGE_SCHOOL }],
    ['enrolment', 'no school, age six', { birthDate: SIX }],
    ['enrolment', 'no school, no birth date', {}],
    ['enrolment', 'an unknown school', { school: '9999999999' }],
    ['enrolment', 'a village', { school: VILLAGE }],
    ['enrolment', 'a stage at an unknown school, age five', { birthDate: SMALL, stage: 'preschool' }],
    ['enrolment', 'nothing named after "outside:"', { school: 'outside: ' }],
  ])('gives the %s line no route: %s', (line, _what, values) => {
    expect(() => route(line, values)).toThrow(new Refusal('conflict', 'place-unknown'));
    expect(v1.missing(line, recordWith(values), county)).toContainEqual({
      kind: 'field',
      name: line === 'household' ? 'region' : 'school',
    });
  });
});

it('signs at the county over both lines, where the directory has its top', () => {
  expect(v1.joint.level).toBe('county');
  expect(v1.joint.posts(county)).toEqual([approver]);
  expect(v1.joint.posts(units.nowhere)).toEqual([]);
});

it('has a deadline for every level of every route', () => {
  const places = [VILLAGE_SCHOOL, CENTRE, units.KINDERGARTEN, units.JUNIOR, units.OUTSIDE_SCHOOL];
  const routes = [
    ...places.map((school) => route('enrolment', { school })),
    route('household', { region: VILLAGE }),
    route('household', { region: units.OUTSIDE_REGION }),
  ];
  for (const level of [...routes.flatMap(({ steps }) => steps.map((step) => step.level)), v1.joint.level])
    expect(v1.deadlineDays[level]).toBeGreaterThan(0);
});
