import type { RecordType, VisitCode } from '../model/record-type.js';
import { toolLoan } from './tool-loan.js';

const named = (code: string): VisitCode => ({ code, label: { zh: code, en: code } });

/** Tools are lent by the year, and visits are of a few kinds. */
export const strictLoan: RecordType = {
  ...toolLoan,
  visits: { methods: ['home', 'spot-check', 'phone'].map(named), purposes: ['care', 'condition'].map(named) },
  errorOrigins: ['audit', 'appeal'],
  cycleDays: (cycle) => ({ from: `${cycle.slice(0, 4)}-09-01`, to: `${Number(cycle.slice(0, 4)) + 1}-08-31` }),
};

/** The same, where clerks must have been trained. */
export const trainedLoan: RecordType = {
  ...strictLoan,
  definitions: strictLoan.definitions.map((definition) => ({ ...definition, training: { course: 'tools', roles: ['clerk'] } })),
};
