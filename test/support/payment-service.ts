/**
 * An example of a downstream service: it pays for approved records. It knows Countersign only by its integration events, as any service
 * would, and holds to the rules of the feed: at least once with a stable id, in order for each record.
 */
export interface PaymentEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: string;
  readonly data: unknown;
}

/** After any of these a record is not paid from until it is approved again. */
const STOPPING = ['sign-offs-voided', 'record-reopened', 'correction-opened', 'record-transferred', 'transfer-disputed', 'record-closed'];

export class PaymentService {
  /** By `ce_id` of the approval: the record that was paid for. */
  readonly payments = new Map<string, string>();
  /** Records that may be paid from now. */
  readonly standing = new Set<string>();
  /** How many events came more than once. */
  repeated = 0;
  private readonly seen = new Set<string>();
  private readonly lastOf = new Map<string, string>();

  /** How many different events came. */
  get taken(): number {
    return this.seen.size;
  }

  /**
   * Takes one event. One that came before changes nothing.
   * @throws Error if an event comes for the first time behind a later one of its record: then a payment could be made that was stopped
   */
  take({ id, type, subject, sequence, data }: PaymentEvent): void {
    if (this.seen.has(id)) {
      this.repeated += 1;
      return;
    }
    if (sequence <= (this.lastOf.get(subject) ?? '')) throw new Error(`event ${id} of ${subject} came out of order`);
    this.seen.add(id);
    this.lastOf.set(subject, sequence);
    const [, , event = ''] = type.split('.');
    if (event === 'record-approved' && (data as { payable: boolean }).payable) this.pay(id, subject);
    else if (STOPPING.includes(event) && stops(event, data)) this.standing.delete(subject);
  }

  private pay(id: string, subject: string): void {
    this.payments.set(id, subject);
    this.standing.add(subject);
  }
}

/** Sign-offs of one line may cease to count before a record is approved at all; only with the joint one does the approval end. */
function stops(event: string, data: unknown): boolean {
  return event !== 'sign-offs-voided' || (data as { joint: boolean }).joint;
}
