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

const PAYABLE = 'cn.countersign.record-payable.v1';
const NOT_PAYABLE = 'cn.countersign.record-not-payable.v1';

export class PaymentService {
  /** By the id of the approval: the record that was paid for. */
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
    if (sequence < (this.lastOf.get(subject) ?? '')) throw new Error(`event ${id} of ${subject} came out of order`);
    this.seen.add(id);
    this.lastOf.set(subject, sequence);
    if (type === PAYABLE) this.pay((data as { approval: string }).approval, subject);
    if (type === NOT_PAYABLE) this.standing.delete(subject);
  }

  private pay(approval: string, subject: string): void {
    this.payments.set(approval, subject);
    this.standing.add(subject);
  }
}
