import type { RecordType } from '#verification';
import { cycleDays, cycleProblem } from './age.js';
import { documents } from './documents.js';
import { normalise } from './normalise.js';
import { birthDateOf } from './numbers/id-number.js';
import { writtenIdNumber } from './numbers/written-identity.js';
import { responsibility } from './responsibility.js';
import { lines, sections } from './sections.js';
import { validate } from './validation/validate.js';
import { visitRules } from './visits.js';
import { warnings } from './warnings.js';
import { v1 } from './workflow/v1.js';

/** Records of students entitled to poverty aid: one student in one school year. */
export const studentAid: RecordType = {
  name: 'student-aid',
  label: { zh: '贫困学生资助档案', en: 'student aid record' },
  lines,
  sections,
  documents,
  identityField: 'idNumber',
  identityWriting: writtenIdNumber,
  definitions: [v1],
  visits: visitRules,
  errorOrigins: ['spot-check', 'visit', 'roster', 'payment', 'appeal', 'audit'],
  cycleDays,
  cycleProblem: (cycle, { day, values: { idNumber, birthDate } }) =>
    cycleProblem(cycle, day, birthDateOf(String(idNumber ?? '')) ?? (typeof birthDate === 'string' ? birthDate : undefined)),
  responsibility,
  closingReasons: ['graduated', 'moved-away', 'out-of-poverty', 'deceased', 'duplicate'],
  normalise,
  validate,
  warnings,
};
