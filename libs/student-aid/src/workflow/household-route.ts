import { Refusal } from '#kernel';
import type { RecordState, Route, Staffing, Unit } from '#verification';
import { householdPlace } from '../places.js';
import { HOUSEHOLD } from '../sections.js';
import { approvers, officers, POVERTY_ALLEVIATION, reviewer } from './posts.js';

/**
 * The levels of the household line (product.md, "The workflow", the table).
 * @throws Refusal `conflict`/`place-unknown` if there is no village yet, so something is missing
 */
export function householdRoute(record: RecordState, staffing: Staffing): Route {
  const place = householdPlace(record, staffing);
  switch (place.kind) {
    case 'village':
      return local(place.unit, staffing);
    case 'outside': {
      const posts = [...officers(staffing, POVERTY_ALLEVIATION), ...approvers(staffing)];
      return { case: 'registered-outside', steps: [{ level: 'department', posts }] };
    }
    case 'unknown':
      throw new Refusal('conflict', 'place-unknown');
  }
}

function local(village: Unit, staffing: Staffing): Route {
  const above = [...(village.parent === '' ? [] : [reviewer(village.parent, HOUSEHOLD)]), ...approvers(staffing)];
  return {
    case: 'local',
    steps: [
      { level: 'village', posts: [reviewer(village.code, HOUSEHOLD), ...above] },
      { level: 'township', posts: above },
    ],
  };
}
