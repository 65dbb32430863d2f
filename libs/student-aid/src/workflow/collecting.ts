import type { Post, RecordState, Staffing } from '#verification';
import { enrolmentPlace, householdPlace, isSchool, isVillage } from '../places.js';
import { HOUSEHOLD } from '../sections.js';
import { EDUCATION, officers, POVERTY_ALLEVIATION, schoolPeople, villagePeople } from './posts.js';

/** Who may collect, correct and submit on a line: the people of its unit, or who does it in their stead. */
export function collectors(line: string, record: RecordState, staffing: Staffing): readonly Post[] {
  return line === HOUSEHOLD ? householdCollectors(record, staffing) : enrolmentCollectors(record, staffing);
}

/** Who may record visits: the helpers and collectors of both lines' units. */
export function visitors(record: RecordState, staffing: Staffing): readonly Post[] {
  return [...ofVillage(record, staffing), ...ofSchool(record, staffing)];
}

/** Who may accept a transfer of a line to a unit: its collecting people; nobody if it is no village or no school. */
export function receivers(line: string, code: string, staffing: Staffing): readonly Post[] {
  const unit = staffing.unit(code);
  if (unit === undefined) return [];
  if (line === HOUSEHOLD) return isVillage(unit) ? villagePeople(code) : [];
  return isSchool(unit) ? schoolPeople(code) : [];
}

/** A household outside the county, or of an unknown village, is collected by the school; the officer helps where there is nobody. */
function householdCollectors(record: RecordState, staffing: Staffing): readonly Post[] {
  const { kind } = householdPlace(record, staffing);
  if (kind === 'village') return ofVillage(record, staffing);
  const school = ofSchool(record, staffing);
  return kind === 'outside' && school.length > 0 ? school : [...school, ...officers(staffing, POVERTY_ALLEVIATION)];
}

/** An enrolment outside the county, at an unknown school or at none is collected by the village. */
function enrolmentCollectors(record: RecordState, staffing: Staffing): readonly Post[] {
  const { kind } = enrolmentPlace(record, staffing);
  if (kind === 'school') return ofSchool(record, staffing);
  const village = ofVillage(record, staffing);
  return kind !== 'unknown' && village.length > 0 ? village : [...village, ...officers(staffing, EDUCATION)];
}

function ofVillage(record: RecordState, staffing: Staffing): readonly Post[] {
  const place = householdPlace(record, staffing);
  return place.kind === 'village' ? villagePeople(place.unit.code) : [];
}

function ofSchool(record: RecordState, staffing: Staffing): readonly Post[] {
  const place = enrolmentPlace(record, staffing);
  return place.kind === 'school' ? schoolPeople(place.unit.code) : [];
}
