import type { Recorded } from '#kernel';
import type { EventLog } from '#event-store';
import type { RecordEvent } from '#verification';
import type { CloudEvent } from './cloud-event.js';
import { cloudEventType, type IntegrationName } from './integration-events.js';
import { besides, cloudEventOf } from './mapping.js';

/** What a stored event says of payment, whatever stood before it. */
type Saying = { readonly payable: true } | { readonly payable: false; readonly cause: string };

/** What has been said of payment up to an event. Without an approval nothing has been. */
interface Said {
  readonly payable: boolean;
  /** Id of the last approval. */
  readonly approval?: string;
  readonly recordType?: string;
}

export interface TellerOptions {
  /** CloudEvents types; absent: all. */
  readonly chosen?: ReadonlySet<string>;
  /** Record types that nothing is ever paid from: of those nothing is said about payment. */
  readonly unpaid?: ReadonlySet<string>;
}

const PAYMENT = (['record-payable', 'record-not-payable'] satisfies readonly IntegrationName[]).map(cloudEventType);
/** How many events of a stream are read at a time when it is looked for what was said before: mostly it is not far. */
const LOOK_BACK = 50;

/**
 * What others are told of the stored events of records, one after the other. That a record is not paid from any more is told once, by the
 * event that ends its approval, so it must be known what stood before. It says so in the record's own stream: what a teller remembers is only
 * what it has read there or told itself, and one that begins anywhere tells the same. One serves one reading of the log, in order and
 * without a gap.
 */
export class Teller {
  private readonly said = new Map<string, Said>();
  private readonly ofPayment: boolean;

  constructor(
    private readonly log: Pick<EventLog, 'readStream'>,
    private readonly source: string,
    private readonly options: TellerOptions = {},
  ) {
    this.ofPayment = PAYMENT.some((type) => this.isChosen({ type }));
  }

  /**
   * The integration events of a stored event, of the types that were chosen; empty for one that stays inside.
   * @throws Refusal as {@link cloudEventOf}
   */
  async tell(event: Recorded): Promise<readonly CloudEvent[]> {
    const own = cloudEventOf(event, this.source);
    if (own === undefined) return [];
    const saying = this.ofPayment ? sayingOf(event) : undefined;
    const payment = saying === undefined ? undefined : await this.payment(event, own, saying);
    return (payment === undefined ? [own] : [own, payment]).filter((told) => this.isChosen(told));
  }

  /** Of the end of an approval that was paid from, and of a first approval that is not. */
  private async payment(event: Recorded, own: CloudEvent, saying: Saying): Promise<CloudEvent | undefined> {
    const { stream, id } = event;
    if (saying.payable) {
      this.said.set(stream, { payable: true, approval: id });
      const { digest, definition } = event.data as Approval;
      return besides(own, 'record-payable', { approval: id, digest, definition });
    }
    const before = this.said.get(stream) ?? (await this.before(event));
    const approval = event.type === 'record-approved' ? id : before.approval;
    this.said.set(stream, { ...before, payable: false, ...(approval !== undefined && { approval }) });
    const first = before.approval === undefined && this.options.unpaid?.has(before.recordType ?? '') !== true;
    if (approval === undefined || !(before.payable || first)) return undefined;
    return besides(own, 'record-not-payable', { cause: saying.cause, approval });
  }

  /** What had been said before an event, by the record's stream: its last approval, and whether that has been ended since. */
  private async before({ stream, revision }: Recorded): Promise<Said> {
    let ended = false;
    let recordType: string | undefined;
    for (let from = revision - 1; from >= 0;) {
      const page = await this.log.readStream(stream, { from, limit: LOOK_BACK, direction: 'backwards' });
      for (const event of page) {
        if (event.type === 'record-approved') return { payable: !ended && (event.data as Approval).payable, approval: event.id };
        if (event.type === 'record-opened') ({ recordType } = event.data as { recordType: string });
        ended ||= sayingOf(event) !== undefined;
      }
      from = (page.at(-1)?.revision ?? 0) - 1;
    }
    return { payable: false, ...(recordType !== undefined && { recordType }) };
  }

  private isChosen({ type }: Pick<CloudEvent, 'type'>): boolean {
    return this.options.chosen?.has(type) ?? true;
  }
}

type Approval = Extract<RecordEvent, { type: 'record-approved' }>['data'];

/**
 * An approval says the one or the other. It ends with the first event that says so: a correction or a reopening before it voids the joint
 * sign-off, anything else by voiding it, and closing voids nothing.
 */
function sayingOf({ type, data }: Recorded): Saying | undefined {
  // Type and data belong together: the log has checked them by the type's schema.
  const event = { type, data } as RecordEvent;
  switch (event.type) {
    case 'record-approved':
      return event.data.payable ? { payable: true } : { payable: false, cause: 'approved-not-payable' };
    case 'correction-opened':
      return { payable: false, cause: 'correction' };
    case 'record-reopened':
      return { payable: false, cause: 'reopening' };
    case 'record-closed':
      return { payable: false, cause: 'closure' };
    case 'sign-offs-voided':
      return event.data.joint ? { payable: false, cause: event.data.cause } : undefined;
    default:
      return undefined;
  }
}
