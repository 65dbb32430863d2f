import type { Directory } from '#directory';
import { otherUnits } from '../rules/moving.js';
import { ENROLMENT, HOUSEHOLD } from '../rules/lines.js';
import { textOf, type Story } from '../story/story.js';
import type { Suitable } from './incidents.js';

/** What could happen to a record as the run found it; undefined: something out of the ordinary is going on already. */
export function suitableFor({ begun }: Story, staffing: Directory): Suitable | undefined {
  if (begun === undefined || begun.closed !== undefined || begun.rejected !== undefined) return undefined;
  const village = staffing.region(textOf(begun, 'region') ?? '');
  const school = staffing.school(textOf(begun, 'school') ?? '');
  if (village?.level !== 'village' || school === undefined) return undefined;
  return {
    levels: ['village', 'township', ...levelsOf(school)],
    movable: [HOUSEHOLD, ENROLMENT].filter((line) => otherUnits({ state: begun }, line, staffing).length > 0),
  };
}

function levelsOf({ kind, parent }: { readonly kind: string; readonly parent: string }): readonly string[] {
  switch (kind) {
    case 'centre':
      return ['school', 'centre-school'];
    case 'village':
      return parent === '' ? ['school'] : ['school', 'centre-school'];
    case 'kindergarten':
      return parent === '' ? ['school'] : ['centre-school'];
    default:
      return ['school'];
  }
}
