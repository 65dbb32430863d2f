import type { Unit } from '../model/staffing.js';
import { staffingOf, type GivenAppointment } from './staffing-of.js';

export const YARD = 'yard';
export const NORTH = 'north-depot';
export const SOUTH = 'south-depot';
export const JOINERY = 'joinery';
export const FORGE = 'forge';

const unit = (code: string, kind: string, parent: string): Unit => ({ code, name: code, kind, parent, region: code });

/** A yard that lends tools: two depots that keep them, two workshops that borrow them. */
export const units: readonly Unit[] = [
  unit(YARD, 'yard', ''),
  unit(NORTH, 'depot', YARD),
  unit(SOUTH, 'depot', YARD),
  unit(JOINERY, 'workshop', YARD),
  unit(FORGE, 'workshop', YARD),
];

const post = (userId: string, role: string, at: string, line: string): GivenAppointment => ({ userId, role, unit: at, line });

/** Everybody by name of what they do. */
export const people: readonly GivenAppointment[] = [
  post('north-clerk', 'clerk', NORTH, 'tool'),
  post('south-clerk', 'clerk', SOUTH, 'tool'),
  post('joinery-clerk', 'clerk', JOINERY, 'borrower'),
  post('forge-clerk', 'clerk', FORGE, 'borrower'),
  post('north-checker', 'checker', NORTH, 'tool'),
  post('south-checker', 'checker', SOUTH, 'tool'),
  post('yard-checker', 'checker', YARD, 'tool'),
  post('joinery-checker', 'checker', JOINERY, 'borrower'),
  post('forge-checker', 'checker', FORGE, 'borrower'),
  post('stores', 'keeper', YARD, 'stores'),
  post('insurer', 'keeper', YARD, 'insurer'),
  post('chief', 'chief', YARD, 'board'),
  post('other-chief', 'chief', YARD, 'board'),
  post('onlooker', 'onlooker', YARD, ''),
  post('auditor', 'auditor', YARD, ''),
];

/** The yard's people, with more of them, or without some. */
export function yardWith(more: readonly GivenAppointment[], without: readonly string[] = []) {
  return staffingOf(units, [...people.filter(({ userId }) => !without.includes(userId)), ...more]);
}

export const yard = yardWith([]);
