import type { Envelope } from '#kernel';
import type { Act, Confirmation, CoveringSignOff, CoveringSubmission, FieldRun, NamingReturn, Setting, Voided } from './field-run.js';

/** A run in the making. */
export class OpenRun {
  readonly settings: Setting[];
  readonly confirmations: Confirmation[] = [];
  private submissions: CoveringSubmission[] = [];
  private signOffs: CoveringSignOff[] = [];
  private returns: NamingReturn[] = [];
  /** Returns that nobody has answered yet by submitting or signing the value as it is. */
  private unanswered = 0;
  private until?: Act;

  constructor(
    private readonly value: Envelope | null,
    private readonly since: number,
    origin?: Setting,
  ) {
    this.settings = origin === undefined ? [] : [origin];
  }

  holds(value: Envelope): boolean {
    return this.value?.c === value.c;
  }

  submitted(submission: CoveringSubmission): void {
    this.submissions.push(submission);
    this.unanswered = 0;
  }

  signed(signOff: CoveringSignOff): void {
    this.signOffs.push(signOff);
    this.unanswered = 0;
  }

  returned(one: NamingReturn): void {
    this.returns.push(one);
    this.unanswered += 1;
  }

  /** Another value stands: the returns that named this one have caught it. */
  end(act: Act): void {
    this.until = act;
    const caught = this.returns.length - this.unanswered;
    this.returns = this.returns.map((one, index) => (index < caught ? one : { ...one, changedBy: act.eventId }));
    this.unanswered = 0;
  }

  /** The change is taken back: nothing was caught by it. */
  reopen(): void {
    const changed = this.until?.eventId;
    this.unanswered = this.returns.filter(({ changedBy }) => changedBy !== undefined && changedBy === changed).length;
    this.returns = this.returns.map(({ changedBy, ...one }) => (changedBy === changed ? one : { ...one, ...(changedBy && { changedBy }) }));
    this.until = undefined;
  }

  voidSignOffs(voided: Voided, which: (signOff: CoveringSignOff) => boolean): void {
    this.signOffs = this.signOffs.map((one) => (one.voided === undefined && which(one) ? { ...one, voided } : one));
  }

  voidSubmission(voided: Voided, line: string, submission: number): void {
    const ends = (one: CoveringSubmission) => one.voided === undefined && one.line === line && one.submission === submission;
    this.submissions = this.submissions.map((one) => (ends(one) ? { ...one, voided } : one));
  }

  closed(): FieldRun {
    const { value, since, settings, confirmations, submissions, signOffs, returns, until } = this;
    return { value, settings, confirmations, submissions, signOffs, returns, since, ...(until && { until }) };
  }
}
