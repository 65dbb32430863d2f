import { Global, Module } from '@nestjs/common';
import { LastRosterDates, RostersModule } from '#rosters';
import { ROSTER_DATES } from '#statistics';

/** Lets every unit's view say how fresh each department's facts are. */
@Global()
@Module({
  imports: [RostersModule],
  providers: [{ provide: ROSTER_DATES, useExisting: LastRosterDates }],
  exports: [ROSTER_DATES],
})
export class RosterDatesModule {}
