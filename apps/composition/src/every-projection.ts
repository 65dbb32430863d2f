import { logTimesProjection, type Projection } from '#projections';
import { escalationsProjection, recordsProjection, visitsProjection } from '#records';
import { errorsProjection, responsibilityProjection } from '#responsibility';
import { rostersProjection } from '#rosters';
import { studentAid } from '#student-aid';

/** Does something with each view that any room reads. */
export function everyProjection<Answer>(each: <Tables>(projection: Projection<Tables>) => Answer): readonly Answer[] {
  return [
    each(recordsProjection(studentAid)),
    each(visitsProjection),
    each(escalationsProjection),
    each(rostersProjection),
    each(responsibilityProjection(studentAid)),
    each(errorsProjection(studentAid)),
    each(logTimesProjection),
  ];
}
