import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Refusal } from '#kernel';
import type { Clock } from '#event-store';
import type { DirectoryReader } from '#directory';
import { CLOCK, DIRECTORY_READER } from '#platform';
import { IdentityContests, type IdentityContested } from '#records';
import { Officers } from '../officers.js';
import { RostersView } from '../projections/rosters-view.js';
import { SameStudents } from '../reconciling/same-students.js';
import { FindingDesk } from './finding-desk.js';

/** Opens the finding as soon as a number was refused because another student bears it. What is missed here, the next reconciling finds. */
@Injectable()
export class ContestedNumbers implements OnModuleInit {
  constructor(
    private readonly contests: IdentityContests,
    private readonly view: RostersView,
    private readonly sameStudents: SameStudents,
    private readonly desk: FindingDesk,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.contests.hear((contest) => this.find(contest));
  }

  private async find({ cycle }: IdentityContested): Promise<void> {
    try {
      await this.view.catchUp();
      const found = await this.sameStudents.findings(await this.view.files(cycle));
      const findings = found.map((one) => ({ findingId: this.desk.identify(one, cycle), found: one }));
      const officers = new Officers(await this.directory.current(), this.clock.now());
      await this.desk.sync(findings, { cycle, people: [], kinds: ['same-student'] }, officers);
    } catch (error) {
      // Whoever wanted the number is told why they do not get it, whatever stands in the way of the finding.
      if (!(error instanceof Refusal)) throw error;
    }
  }
}
