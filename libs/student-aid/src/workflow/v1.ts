import type { WorkflowDefinition } from '#verification';
import { HOUSEHOLD } from '../sections.js';
import { collectors, receivers, visitors } from './collecting.js';
import { enrolmentRoute } from './enrolment-route.js';
import { householdRoute } from './household-route.js';
import { missing } from './missing.js';
import { crossCheck, payable } from './payment.js';
import { approvers, auditors, errorConfirmers, staters } from './posts.js';
import { sampling, visitKinds } from './visits.js';
import { precedence, unionFields } from './precedence.js';

/** The first rules for student-aid records (product.md, "The workflow"). Never changed once used: new rules are a new version. */
export const v1: WorkflowDefinition = {
  version: 1,
  joint: { level: 'county', posts: approvers },
  deadlineDays: { village: 5, township: 5, school: 5, 'centre-school': 5, department: 10, county: 10 },
  collectors,
  visitors,
  receivers,
  staters,
  openers: [{ role: 'collector' }, { role: 'officer' }],
  rejecters: approvers,
  errorConfirmers,
  auditors,
  visitKinds,
  sampling,
  route: (line, record, staffing) => (line === HOUSEHOLD ? householdRoute(record, staffing) : enrolmentRoute(record, staffing)),
  missing,
  crossCheck,
  payable,
  precedence,
  unionFields,
};
