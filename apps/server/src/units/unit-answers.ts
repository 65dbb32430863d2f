import { z } from 'zod';
import type { DeadlinesAnswer, VisitSummary } from '#records';
import type { UnitChangesAnswer, UnitCountsAnswer } from '#statistics';
import { count, moment, named, pageOf, text } from '../openapi/answers.js';

const unit = z.strictObject({ code: text, name: text, level: z.enum(['village', 'school', 'township', 'county']) });
const byCode = z.record(text, count);

const part = z.strictObject({ code: text, name: text, students: count });

export const unitCounts: z.ZodType<UnitCountsAnswer> = named(
  'UnitCounts',
  z.strictObject({
    unit,
    cycle: text,
    asOf: moment,
    students: count,
    byStatus: byCode,
    byCategory: byCode,
    byStage: byCode,
    bySex: byCode,
    boarding: count,
    compulsoryAge: z.strictObject({
      students: count,
      byCategory: byCode,
      bySchool: z.array(part),
      notEnrolled: count,
    }),
    overdue: count,
    unstaffed: count,
    errors: count,
    visits: count,
    rosters: z.array(z.strictObject({ department: text, asOf: text })),
    byTownship: z.array(part).optional(),
    byVillage: z.array(part).optional(),
    bySchool: z.array(part).optional(),
    notEnrolled: count.optional(),
    unassigned: count.optional(),
  }),
);

const row = z.strictObject({
  status: text,
  line: z.record(text, text),
  village: text.nullable(),
  school: text.nullable(),
  stage: text.nullable(),
  categories: z.array(text),
});

export const unitChanges: z.ZodType<UnitChangesAnswer> = pageOf(
  'UnitChanges',
  z.strictObject({
    recordId: text,
    name: text.nullable(),
    change: z.enum(['came', 'went', 'changed']),
    before: row.nullable(),
    after: row.nullable(),
  }),
  { unit, cycle: text, from: moment, to: moment, before: unitCounts, after: unitCounts },
);

export const deadlines: z.ZodType<DeadlinesAnswer> = named(
  'Deadlines',
  z.strictObject({
    cycle: text,
    asOf: moment,
    levels: z.array(z.strictObject({ line: text, level: text, waiting: count, overdue: count, escalated: count })),
  }),
);

export const visitSummary: z.ZodType<VisitSummary> = named(
  'VisitSummary',
  z.strictObject({
    school: z.strictObject({ code: text, name: text }),
    month: text,
    asOf: moment,
    visits: count,
    byMethod: byCode,
    byPurpose: byCode,
    byRole: byCode,
    students: count,
    teachers: z.strictObject({ taking: count, all: count, share: z.number().optional() }),
  }),
);
