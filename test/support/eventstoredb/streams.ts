import type { sendUnaryData, ServerReadableStream, UntypedServiceImplementation } from '@grpc/grpc-js';
import { AllSubscription, type ServerVersion } from './all-subscription.js';
import { Database, type Expected, type Proposed, type Stored, type Written } from './database.js';
import type { Fault, Faults, Order, Status } from './faults.js';
import { Rights } from './rights.js';
import { empty, eventMessage, streamNotFoundMessage } from './messages.js';
import { Outgoing, statusError, type ReadCall } from './outgoing.js';
import { AppendResp, ReadReq, type AppendRequest, type AppendResponse } from './protocol.js';

const APPEND_LIMIT = 1024 * 1024;
const TOO_LARGE: Status = {
  code: 3,
  details: `Maximum Append Size of ${APPEND_LIMIT} Exceeded.`,
  trailers: { exception: 'maximum-append-size-exceeded', 'maximum-append-size': String(APPEND_LIMIT) },
};

/** `event_store.client.streams.Streams`: appends, reads and subscriptions on one database. */
export class Streams {
  private database = new Database();
  private readonly rights = new Rights();
  private readonly subscriptions = new Map<AllSubscription, Outgoing>();

  constructor(
    private readonly faults: Faults,
    private readonly version: ServerVersion,
  ) {}

  /** For grpc-js. Calls that the adapter must never make are only counted. */
  implementation(): UntypedServiceImplementation {
    return {
      append: (call: ServerReadableStream<AppendRequest, AppendResponse>, answer: sendUnaryData<AppendResponse>) =>
        void this.append(call, answer),
      read: (call: ReadCall) => void this.read(call),
      batchAppend: (call: ReadCall) => {
        this.faults.count('BatchAppend');
        call.emit('error', statusError({ code: 12, details: 'this server takes no batched appends' }));
      },
    };
  }

  /** How many subscriptions stand. */
  get open(): number {
    return this.subscriptions.size;
  }

  /** How many events of logs the database holds, the server's own not among them. */
  get held(): number {
    return this.database.log.filter(({ stream }) => !stream.startsWith('$')).length;
  }

  /** Does what an order says of this part of the server. */
  obey(order: Order): void {
    if (order.kind === 'rights') this.rights.set(order);
    if (order.kind === 'wipe') this.database = new Database();
    if (order.kind === 'others-write') this.database.others(order.stream ?? 'another_log.noise-1', order.events);
    if (order.kind === 'set-back') this.database = this.database.earlier(order.events);
    if (order.kind !== 'subscriptions') return;
    for (const [subscription, out] of this.subscriptions) {
      if (order.how === 'mute') subscription.mute();
      else if (order.how === 'end') out.end();
      else out.fail(order.how.status);
    }
  }

  private async append(call: ServerReadableStream<AppendRequest, AppendResponse>, answer: sendUnaryData<AppendResponse>): Promise<void> {
    this.faults.count('Append');
    const refusal = this.rights.refusalOf(call.metadata, 'write');
    if (refusal !== undefined) return answer(statusError(refusal));
    const request = await received(call).catch(() => undefined);
    // The client went away while it was sending: what has come is not the whole append.
    if (request === undefined || call.cancelled) return;
    const fault = this.faults.take('append');
    if (fault?.how === 'hang') return;
    if (fault?.how === 'refuse') return answer(statusError(fault.status));
    if (request.size > APPEND_LIMIT) return answer(statusError(TOO_LARGE));
    if (request.events.some(({ id }) => !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))) {
      return answer(statusError({ code: 2, details: 'Exception was thrown by handler.' }));
    }
    const written = this.database.append(request.stream, request.expected, request.events);
    if (fault?.how === 'write-and-hang') return;
    if (fault?.how === 'lose-answer') return answer(statusError(fault.status));
    answer(null, answerOf(written, request.expected, fault?.how === 'no-position'));
  }

  private async read(call: ReadCall): Promise<void> {
    const options = call.request.getOptions();
    const out = new Outgoing(call, () => this.faults.count('EventsSent'));
    if (options === undefined) return out.fail({ code: 3, details: 'no options' });
    this.faults.count(options.hasSubscription() ? 'Subscribe' : 'Read');
    const refusal = this.rights.refusalOf(out.metadata, options.hasAll() ? 'read-all' : 'read-streams');
    if (refusal !== undefined) return out.fail(refusal);
    const fault = this.faults.take('read');
    if (fault !== undefined && fault.after === undefined) return afflict(out, fault);
    if (options.hasSubscription()) return this.subscribe(out, options);
    const name = options.getStream()?.getStreamIdentifier();
    const stream = name === undefined ? undefined : Buffer.from(name.getStreamName_asU8()).toString();
    if (stream !== undefined && this.database.stream(stream).length === 0) {
      await out.send(streamNotFoundMessage(stream));
      return out.end();
    }
    const events = stream === undefined ? this.ofLog(options) : this.ofStream(stream, options);
    for (const [index, event] of events.entries()) {
      if (fault !== undefined && index === fault.after) return afflict(out, fault);
      await out.send(eventMessage(event));
      if (out.gone) return;
    }
    out.end();
  }

  private async subscribe(out: Outgoing, options: Options): Promise<void> {
    const subscription = new AllSubscription(this.database, out, this.version, options);
    this.subscriptions.set(subscription, out);
    try {
      await subscription.run();
    } finally {
      this.subscriptions.delete(subscription);
    }
  }

  private ofStream(name: string, options: Options): Stored[] {
    const standing = this.database.stream(name);
    const from = options.getStream();
    const backwards = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;
    const revision = from?.hasRevision() === true ? Number(from.getRevision()) : from?.hasEnd() === true ? standing.length - 1 : 0;
    const wanted = backwards ? standing.slice(0, revision + 1).reverse() : standing.slice(revision);
    return wanted.slice(0, Number(options.getCount()));
  }

  /** Forwards from a position inclusive; backwards what stands before it. */
  private ofLog(options: Options): Stored[] {
    const all = options.getAll();
    const backwards = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;
    const position = BigInt(all?.getPosition()?.getCommitPosition() ?? '0');
    const index = all?.hasEnd() === true ? this.database.log.length : this.database.indexAfter(position - 1n);
    const wanted = backwards ? this.database.log.slice(0, index).reverse() : this.database.log.slice(index);
    return wanted.slice(0, Number(options.getCount()));
  }
}

type Options = NonNullable<ReturnType<ReadCall['request']['getOptions']>>;

interface Received {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly Proposed[];
  readonly size: number;
}

async function received(call: AsyncIterable<AppendRequest>): Promise<Received> {
  const events: Proposed[] = [];
  let [stream, size]: [string, number] = ['', 0];
  let expected: Expected = 'any';
  for await (const message of call) {
    const options = message.getOptions();
    if (options !== undefined) {
      stream = Buffer.from(options.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString();
      if (options.hasNoStream()) expected = 'no-stream';
      else if (options.hasStreamExists()) expected = 'exists';
      else if (options.hasRevision()) expected = Number(options.getRevision());
      continue;
    }
    const proposed = message.getProposedMessage();
    if (proposed === undefined) continue;
    const [data, metadata] = [proposed.getData_asU8(), proposed.getCustomMetadata_asU8()];
    const [type, contentType] = ['type', 'content-type'].map((key) => proposed.getMetadataMap().get(key) ?? '');
    events.push({ id: proposed.getId()?.getString() ?? '', type: type ?? '', contentType: contentType ?? '', data, metadata });
    // As 24.10 counts; 23.10.8 counts the data only.
    size += data.length + metadata.length + 2 * (type ?? '').length;
  }
  return { stream, expected, events, size };
}

function answerOf(written: Written, expected: Expected, withoutPosition: boolean): AppendResponse {
  if (written.kind === 'wrong-version') return wrongVersion(written.current, expected);
  const success = new AppendResp.Success().setCurrentRevision(String(written.revision));
  if (written.kind === 'repeated' && withoutPosition) success.setNoPosition(empty());
  else {
    const position = String(written.position);
    success.setPosition(new AppendResp.Position().setCommitPosition(position).setPreparePosition(position));
  }
  return new AppendResp().setSuccess(success);
}

function wrongVersion(current: number, expected: Expected): AppendResponse {
  const wrong = new AppendResp.WrongExpectedVersion();
  if (current < 0) wrong.setCurrentNoStream(empty());
  else wrong.setCurrentRevision(String(current));
  if (typeof expected === 'number') wrong.setExpectedRevision(String(expected));
  else if (expected === 'no-stream') wrong.setExpectedNoStream(empty());
  else if (expected === 'exists') wrong.setExpectedStreamExists(empty());
  else wrong.setExpectedAny(empty());
  return new AppendResp().setWrongExpectedVersion(wrong);
}

function afflict(out: Outgoing, fault: Extract<Fault, { of: 'read' }>): void {
  if (fault.how === 'end') out.end();
  if (fault.how === 'refuse') out.fail(fault.status);
}
