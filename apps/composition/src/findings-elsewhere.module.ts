import { Global, Module } from '@nestjs/common';
import { FINDINGS_ELSEWHERE } from '#records';
import { FindingsToDecide, RostersModule } from '#rosters';

/** Lets inboxes hold what departments' rosters leave to be decided. */
@Global()
@Module({
  imports: [RostersModule],
  providers: [{ provide: FINDINGS_ELSEWHERE, useExisting: FindingsToDecide }],
  exports: [FINDINGS_ELSEWHERE],
})
export class FindingsElsewhereModule {}
