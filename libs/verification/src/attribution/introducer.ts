import type { EvolvingRecordEvent } from '../model/events.js';
import type { RecordType } from '../model/record-type.js';
import type { Answerer, Introduction } from '../model/responsibility.js';
import type { Act, FieldRun, Setting } from '../blame/field-run.js';
import { isEmpty, originOf } from '../blame/field-run.js';
import { fieldHistories } from '../blame/field-history.js';
import type { Past } from './past.js';

/** The person under the appointment of their act, without names. */
export function answererOf({ userId, role, unit, line, onBehalfOf }: Act['by']): Answerer {
  return { userId, role, unit, line, ...(onBehalfOf !== undefined && { onBehalfOf }) };
}

/** Whether an act counts, of an error since a moment: what was done before answers for nothing. */
export type Counts = (act: Pick<Act, 'time'>) => boolean;

/**
 * Who brought the value of a run in: the earliest setting that counts, a finding's decision before all others; a missing value, whoever
 * first submitted without it. Undefined: nobody who has to answer.
 */
export function introducerOf(
  run: FieldRun,
  field: string,
  line: string,
  past: Past,
  type: RecordType,
  counts: Counts,
): Introduction | undefined {
  if (isEmpty(run)) {
    const submission = run.submissions.find((one) => one.line === line && counts(one));
    return submission && { ...actOf(submission), how: 'missing' };
  }
  for (let settings = run.settings.filter(counts); settings.length > 0;) {
    const origin = originOf(settings);
    const found = origin && introductionBy(origin, field, past, type, counts);
    if (found !== undefined) return found;
    // What was carried over is introduced by who brought it in then; if that was too early, by who entered it since.
    settings = settings.filter((one) => one !== origin);
  }
  return undefined;
}

function introductionBy(setting: Setting, field: string, past: Past, type: RecordType, counts: Counts): Introduction | undefined {
  const { source } = setting;
  if (source.kind === 'carried') return carried(field, past, type, counts);
  if (source.kind !== 'roster') return { ...actOf(setting), how: source.kind };
  const statement = past.events.find(({ id }) => id === setting.eventId);
  return {
    ...actOf(setting),
    ...officer(statement, past),
    how: 'roster',
    ...(source.department !== undefined && { department: source.department }),
  };
}

/** The department answers by its officer at the time, not by who pressed the button. */
function officer(statement: EvolvingRecordEvent | undefined, past: Past): { by?: Answerer } {
  const found = statement?.type === 'statement-recorded' ? past.officerOf(statement) : undefined;
  if (found === undefined) return {};
  const { userId, role, unit, line } = found;
  return { by: { userId, role, unit, line } };
}

function carried(field: string, { previous }: Past, type: RecordType, counts: Counts): Introduction | undefined {
  if (previous === undefined) return undefined;
  const history = fieldHistories(previous.events, type).get(field);
  if (history === undefined || isEmpty(history.standing)) return undefined;
  const found = introducerOf(history.standing, field, history.line, previous, type, counts);
  return found && { recordId: previous.recordId, ...found };
}

function actOf({ by, eventId, time }: Act): { by: Answerer; eventId: string; time: string } {
  return { by: answererOf(by), eventId, time };
}
