import { HOUSEHOLD, sections } from '../sections.js';
import { CIVIL_AFFAIRS, DISABLED_FEDERATION, EDUCATION, POVERTY_ALLEVIATION, PROVINCIAL_LIST } from './posts.js';

const FOR_HOUSEHOLD = [POVERTY_ALLEVIATION, CIVIL_AFFAIRS, DISABLED_FEDERATION, PROVINCIAL_LIST, EDUCATION];
const FOR_ENROLMENT = [EDUCATION, PROVINCIAL_LIST, POVERTY_ALLEVIATION, CIVIL_AFFAIRS, DISABLED_FEDERATION];

/** Fields that hold what all departments state together. */
export const unionFields: readonly string[] = ['categories', 'certificateNumbers'];

/** Which department's roster wins for each other field, first wins: in whatever order the files come, the record is the same. */
export const precedence: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  sections.flatMap(({ line, fields }) =>
    fields.filter(({ name }) => !unionFields.includes(name)).map(({ name }) => [name, line === HOUSEHOLD ? FOR_HOUSEHOLD : FOR_ENROLMENT]),
  ),
);
