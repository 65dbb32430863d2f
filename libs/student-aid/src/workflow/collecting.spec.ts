import { describe, expect, it } from '@jest/globals';
import type { Json } from '#kernel';
import type { Post } from '#verification';
import * as units from '../testing/county.js';
import { recordWith } from '../testing/record-with.js';
import { v1 } from './v1.js';

const { county, COUNTY, JUNIOR, OUTSIDE_REGION, OUTSIDE_SCHOOL, VILLAGE } = units;

const people = (unit: string, line: string): readonly Post[] =>
  ['collector', 'helper', 'helper-teacher', 'resident-helper'].map((role) => ({ role, unit, line }));
const officer = (department: string): Post => ({ role: 'officer', unit: COUNTY, line: department });
const ofVillage = people(VILLAGE, 'household');
const ofSchool = people(JUNIOR, 'enrolment');
const forPoverty = officer('poverty-alleviation');
const forEducation = officer('education');

describe('who collects', () => {
  it.each<[string, Readonly<Record<string, Json>>, readonly Post[], readonly Post[]]>([
    ['both in the county: each line its own people', { region: VILLAGE, school: JUNIOR }, ofVillage, ofSchool],
    ['household outside: the school collects it', { region: OUTSIDE_REGION, school: JUNIOR }, ofSchool, ofSchool],
    ['enrolled outside: the village collects it', { region: VILLAGE, school: OUTSIDE_SCHOOL }, ofVillage, ofVillage],
    ['out of school: the village collects it', { region: VILLAGE, stage: 'none', birthDate: '2010-01-01' }, ofVillage, ofVillage],
    ['village unknown: the school or the officer', { school: JUNIOR }, [...ofSchool, forPoverty], ofSchool],
    ['village that does not exist: likewise', { region: '430482999999', school: JUNIOR }, [...ofSchool, forPoverty], ofSchool],
    ['school unknown: the village or the officer', { region: VILLAGE, stage: 'junior' }, ofVillage, [...ofVillage, forEducation]],
    ['both outside: the officers', { region: OUTSIDE_REGION, school: OUTSIDE_SCHOOL }, [forPoverty], [forEducation]],
    ['nothing known: the officers', {}, [forPoverty], [forEducation]],
  ])('%s', (_case, values, household, enrolment) => {
    expect(v1.collectors('household', recordWith(values), county)).toEqual(household);
    expect(v1.collectors('enrolment', recordWith(values), county)).toEqual(enrolment);
  });

  it('is nobody while the directory is empty', () => {
    expect(v1.collectors('household', recordWith({}), units.nowhere)).toEqual([]);
  });
});

it('lets collectors and helpers of both units visit', () => {
  expect(v1.visitors(recordWith({ region: VILLAGE, school: JUNIOR }), county)).toEqual([...ofVillage, ...ofSchool]);
  expect(v1.visitors(recordWith({ region: OUTSIDE_REGION, school: JUNIOR }), county)).toEqual(ofSchool);
  expect(v1.visitors(recordWith({}), county)).toEqual([]);
});

describe('who receives a transferred line', () => {
  it.each<[string, string, string, readonly Post[]]>([
    ['household', 'a village', VILLAGE, ofVillage],
    ['enrolment', 'a school', JUNIOR, ofSchool],
    ['household', 'a school', JUNIOR, []],
    ['household', 'a village school', units.VILLAGE_SCHOOL, []],
    ['household', 'a township', units.TOWNSHIP, []],
    ['household', 'a county elsewhere', OUTSIDE_REGION, []],
    ['enrolment', 'a village', VILLAGE, []],
    ['enrolment', 'a school elsewhere', OUTSIDE_SCHOOL, []],
    ['enrolment', 'an unknown code', '9999999999', []],
  ])('%s line to %s', (line, _what, unit, expected) => expect(v1.receivers(line, unit, county)).toEqual(expected));
});

describe('who acts for the county', () => {
  const approver: Post = { role: 'approver', unit: COUNTY, line: 'county' };

  it('opens, rejects and confirms errors', () => {
    expect(v1.openers).toEqual([{ role: 'collector' }, { role: 'officer' }]);
    expect(v1.rejecters(county)).toEqual([approver]);
    const departments = ['education', 'poverty-alleviation', 'civil-affairs', 'disabled-federation', 'public-security'];
    expect(v1.errorConfirmers(county)).toEqual([...departments.map(officer), approver]);
  });

  it.each<[string, readonly Post[]]>([
    ['poverty-alleviation', [forPoverty]],
    ['civil-affairs', [officer('civil-affairs')]],
    ['disabled-federation', [officer('disabled-federation')]],
    ['education', [forEducation]],
    ['provincial-list', [forEducation, forPoverty]],
    ['nobody', []],
  ])('states in the name of %s', (source, posts) => expect(v1.staters(source, county)).toEqual(posts));
});
