import { Refusal } from '#kernel';
import type { Actor } from '#kernel';
import type { Directory } from '#directory';
import { actorOf, type Appointment } from '#verification';
import { DEPARTMENTS, officerLineOf, type Department } from './model/department.js';

const OFFICER = 'officer';

/** Who acts for the departments at one moment. A person who is named acts for the departments whose officer they are. */
export class Officers {
  private readonly known = new Map<Department, readonly Appointment[]>();

  constructor(
    private readonly directory: Directory,
    private readonly now: string,
    private readonly named?: string,
  ) {}

  /**
   * The officer who answers for a department's rosters: the named person, if they are one, else the first by user name.
   * @throws Refusal `conflict`/`no-officer` if the department has none now
   */
  of(department: Department): Appointment {
    const holders = this.holders(department);
    const officer = holders.find(({ userId }) => userId === this.named) ?? holders[0];
    if (officer === undefined) throw new Refusal('conflict', 'no-officer', { params: { department } });
    return officer;
  }

  /** @throws Refusal `forbidden`/`not-its-officer` if a person is named who may not hand over this department's rosters */
  mustImport(department: Department): void {
    if (this.named === undefined) return void this.of(department);
    if (!this.isOfficerOf(department)) throw notItsOfficer(department);
  }

  /**
   * The named person as the officer of a department, or of whichever they are if none is said.
   * @throws Refusal `forbidden`/`not-its-officer`
   */
  mustBeOne(department?: Department): Actor {
    const asked = department === undefined ? DEPARTMENTS : [department];
    const own = asked.find((one) => this.isOfficerOf(one));
    if (own === undefined) throw notItsOfficer(asked.join(', '));
    return this.actor(own);
  }

  /** The officer as the actor of an event. */
  actor(department: Department): Actor {
    return actorOf(this.of(department), this.directory);
  }

  private isOfficerOf(department: Department): boolean {
    return this.holders(department).some(({ userId }) => userId === this.named);
  }

  private holders(department: Department): readonly Appointment[] {
    const known = this.known.get(department);
    if (known !== undefined) return known;
    const unit = this.directory.top()?.code ?? '';
    const holders = this.directory.holders({ role: OFFICER, unit, line: officerLineOf(department) }, this.now);
    this.known.set(department, holders);
    return holders;
  }
}

function notItsOfficer(department: string): Refusal {
  return new Refusal('forbidden', 'not-its-officer', { params: { department } });
}
