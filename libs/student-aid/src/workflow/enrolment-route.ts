import { Refusal } from '#kernel';
import type { Post, RecordState, Route, Staffing, Step, Unit } from '#verification';
import { enrolmentPlace } from '../places.js';
import { ENROLMENT } from '../sections.js';
import { approvers, EDUCATION, officers, reviewer } from './posts.js';

/**
 * The levels of the enrolment line (product.md, "The workflow", the table). Without levels the line is complete by the rule that `case`
 * names.
 * @throws Refusal `conflict`/`place-unknown` if there is no school yet, so something is missing
 */
export function enrolmentRoute(record: RecordState, staffing: Staffing): Route {
  const place = enrolmentPlace(record, staffing);
  switch (place.kind) {
    case 'school':
      return ofSchool(place.unit, approvers(staffing));
    case 'outside': {
      const posts = [...officers(staffing, EDUCATION), ...approvers(staffing)];
      return { case: 'enrolled-outside', steps: [{ level: 'department', posts }] };
    }
    case 'not-required':
      return { case: place.rule, steps: [] };
    case 'unknown':
      throw new Refusal('conflict', 'place-unknown');
  }
}

function ofSchool(school: Unit, county: readonly Post[]): Route {
  switch (school.kind) {
    case 'village':
      return { case: 'village-school', steps: ofVillageSchool(school, county) };
    case 'centre':
      // Both levels are the same school's; that two people sign is the engine's rule: one person signs one level.
      return { case: 'centre-school', steps: [step('school', [school.code], county), step('centre-school', [school.code], county)] };
    case 'kindergarten':
      return { case: 'kindergarten', steps: ofKindergarten(school, county) };
    default:
      return { case: 'secondary', steps: [step('school', [school.code], county)] };
  }
}

function ofVillageSchool({ code, parent }: Unit, county: readonly Post[]): readonly Step[] {
  if (parent === '') return [step('school', [code], county)];
  return [step('school', [code, parent], county), step('centre-school', [parent], county)];
}

/** A kindergarten's own people collect and its centre school signs; one that is under no centre school signs itself. */
function ofKindergarten({ code, parent }: Unit, county: readonly Post[]): readonly Step[] {
  return [parent === '' ? step('school', [code], county) : step('centre-school', [parent], county)];
}

function step(level: string, schools: readonly string[], county: readonly Post[]): Step {
  return { level, posts: [...schools.map((school) => reviewer(school, ENROLMENT)), ...county] };
}
