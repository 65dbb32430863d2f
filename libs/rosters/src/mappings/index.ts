import type { DepartmentMapping } from '../model/mapping.js';
import { civilAffairs } from './civil-affairs.js';
import { disabledFederation } from './disabled-federation.js';
import { education } from './education.js';
import { povertyAlleviation } from './poverty-alleviation.js';
import { provincialList } from './provincial-list.js';

/** How each department writes its rosters. */
export const mappings: readonly DepartmentMapping[] = [povertyAlleviation, civilAffairs, disabledFederation, education, provincialList];
