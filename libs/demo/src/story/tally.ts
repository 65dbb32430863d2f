import type { Position, Recorded } from '#kernel';

/** What a run of the demo has done so far, as the log says. */
export class Tally {
  readonly acts = new Map<string, number>();
  readonly visits = new Map<string, number>();
  readonly refusals = new Map<string, number>();
  firstPosition?: Position;
  lastPosition?: Position;
  events = 0;
  private lastCommand = '';

  /** @param correlationId that of the run: what it did carries it */
  constructor(private readonly correlationId: string) {}

  count(event: Recorded): void {
    // Which samples a server draws is nobody's doing.
    if (event.type === 'submission-shown' && event.correlationId !== this.correlationId) return;
    this.events += 1;
    this.firstPosition ??= event.position;
    this.lastPosition = event.position;
    if (event.correlationId !== this.correlationId) return;
    if (event.type === 'attempt-refused') return add(this.refusals, (event.data as { code: string }).code);
    const act = actOf(event);
    // One act may write several events; the first that names it counts.
    if (act === undefined || event.commandId === this.lastCommand) return;
    this.lastCommand = event.commandId;
    add(this.acts, act);
    if (event.type === 'visit-recorded') add(this.visits, (event.data as { method: string }).method);
  }
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Acts by the event that each writes always. What follows from them (a voided sign-off, an approval) is no act. */
const ACTS: Readonly<Record<string, string>> = {
  'visit-recorded': 'visit',
  'line-submitted': 'submit',
  'line-completed-by-rule': 'submit',
  'line-returned': 'return',
  'record-rejected': 'reject',
  'record-appealed': 'appeal',
  'correction-opened': 'correct',
  'record-reopened': 'reopen',
  'record-transferred': 'transfer',
  'transfer-accepted': 'accept-transfer',
  'transfer-disputed': 'dispute-transfer',
  'record-closed': 'close',
  'error-reported': 'report-error',
  'error-confirmed': 'confirm-error',
  'error-dismissed': 'dismiss-error',
  'attribution-appealed': 'appeal-attribution',
  'decider-named': 'name-decider',
  'attribution-appeal-decided': 'decide-attribution-appeal',
  'assessment-published': 'publish-assessment',
  'spot-checks-drawn': 'draw-sample',
  'submission-viewed': 'view',
  'submission-shown': 'view',
  'level-escalated': 'escalate',
  'finding-decided': 'decide-finding',
  'person-registered': 'register-person',
  'appointment-granted': 'grant-appointment',
  'appointment-ended': 'end-appointment',
  'delegation-granted': 'grant-delegation',
  'training-completed': 'record-training',
};

function actOf({ type, data }: Recorded): string | undefined {
  switch (type) {
    case 'record-opened':
      return 'carriedFrom' in (data as object) ? 'next-cycle' : 'open';
    case 'details-recorded':
      return (data as { source: { kind: string } }).source.kind === 'collected' ? 'collect' : undefined;
    case 'line-signed-off':
      return (data as { bulk: boolean }).bulk ? 'bulk-sign-off' : 'sign-off';
    default:
      return ACTS[type];
  }
}
