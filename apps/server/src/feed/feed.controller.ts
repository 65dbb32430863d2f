import { once } from 'node:events';
import { Readable } from 'node:stream';
import { Body, Controller, Delete, Get, Headers, Inject, Param, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { IsOptional } from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { DirectoryReader } from '#directory';
import type { Clock } from '#event-store';
import {
  asyncApiDocument,
  Feed,
  FeedSubscriptions,
  MAX_WAIT,
  type CloudEvent,
  type FeedPage,
  type FeedQuestion,
  type FeedSubscription,
  type JsonSchema,
  type Reconciliation,
} from '#feed';
import { Line, ListOfWords, type Actor } from '#kernel';
import { CLOCK, DIRECTORY_READER } from '#platform';
import { pageOf } from '#projections';
import { actingAs, readBody } from '#records';
import { By, Person, type Acting } from '../http/acting.js';
import { Count, LONGEST_MOMENT, PageQuery, readQuery } from '../http/queries.js';
import { Described } from '../openapi/described.js';
import { POSITION } from '../openapi/examples.js';
import { Operation } from '../openapi/operation.js';
import * as answers from './feed-answers.js';

/** How often a live stream says something at least, in seconds: so that nothing on the way takes it for dead. */
const HEARTBEAT = 15;

/** Characters of the type of a CloudEvent at most. */
const LONGEST_TYPE = 200;

const TYPES = ['types of CloudEvents with commas between them; absent: all', answers.APPROVED] as const;
const AFTER = ['a position, exclusive; absent: from the beginning', POSITION] as const;

class PageOfFeedQuery {
  /** Seconds to wait if there is nothing. */
  @IsOptional() @Count(0, MAX_WAIT) @Described('seconds to wait if there is nothing yet', 0) wait?: number;
  @IsOptional() @Count(1, 1000) @Described('how many events a page holds at most', 100) limit?: number;
}

class FeedQuery extends PageOfFeedQuery {
  /** A position, exclusive; absent: from the beginning. */
  @IsOptional() @Line(LONGEST_MOMENT) @Described(...AFTER) after?: string;
  /** CloudEvents types with commas between them. */
  @IsOptional() @Line(2000) @Described(...TYPES) types?: string;
}

class RangeQuery {
  @IsOptional() @Line(LONGEST_MOMENT) @Described(...AFTER) after?: string;
  /** Inclusive; absent: the log’s end. */
  @IsOptional() @Line(LONGEST_MOMENT) @Described('a position, inclusive; absent: the end of the log', POSITION) upTo?: string;
  @IsOptional() @Line(2000) @Described(...TYPES) types?: string;
}

class OpenSubscriptionBody {
  @Line(64) name: string;
  /** CloudEvents types; absent: all. */
  @IsOptional() @ListOfWords(50, LONGEST_TYPE) types?: string[];
  /** Where it begins; absent: at the beginning. */
  @IsOptional() @Line(LONGEST_MOMENT) after?: string;
}

class AcknowledgeBody {
  /** Everything up to here has been dealt with. */
  @Line(LONGEST_MOMENT) position: string;
}

const NO_SUBSCRIPTION = { 404: 'unknown-subscription' };
const PAGED =
  'Headers of a page: `Countersign-Position`, after which to ask on, and `Countersign-End`, true if nothing lay behind it. At least once; deduplicate by `id`.';

const STREAMED =
  'With `Accept: text/event-stream` live from the same position: server-sent events without a name, so that `onmessage` gets each; `data` is the CloudEvent, whose `type` says what it is. `id` is the position, on the last event of each; whoever comes again with it as `Last-Event-ID`, which goes before `after`, misses nothing.';

/** Integration events for other services: free of personal data, from any position without gap or repeat. */
@Controller('api/feed')
export class FeedController {
  constructor(
    private readonly feed: Feed,
    private readonly subscriptions: FeedSubscriptions,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Operation({
    summary: '对外事件 Integration events as CloudEvents: a page, or live',
    description: `${PAGED} ${STREAMED}`,
    needs: 'nobody',
    query: FeedQuery,
    headers: {
      'Last-Event-ID': { description: 'the last `id` of a live stream that broke off: it goes before `after`', example: POSITION },
    },
    answer: answers.batchOrLive,
    refusals: { 409: 'feed-position-ahead', 422: 'unknown-feed-type' },
  })
  async readFeed(
    @Query() query: unknown,
    @Headers('accept') accept: string | undefined,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | readonly CloudEvent[]> {
    const { wait = 0, types, after, limit } = readBody(FeedQuery, { ...(query as object) });
    const question = { after: lastEventId ?? after, types: listOf(types), limit };
    if (accept?.includes(answers.LIVE) === true) return this.live(question, reply);
    return batchOf(await this.feed.poll(question, wait, gone(reply)), reply);
  }

  @Get('reconciliation')
  @Operation({
    summary: '核对 What a consumer must have of a range: how many events, and a hash of them',
    description:
      '`hash` is the SHA-256 over one line `<sequence> <id>` with a line feed for each event, in the feed’s order. A long range is answered in parts: ask on after `upTo` until `complete`.',
    needs: 'nobody',
    query: RangeQuery,
    answer: answers.reconciliation,
    refusals: { 409: 'feed-position-ahead', 422: 'wrong-feed-range' },
  })
  reconcileFeed(@Query() query: unknown): Promise<Reconciliation> {
    const { types, ...range } = readBody(RangeQuery, { ...(query as object) });
    return this.feed.reconcile({ ...range, types: listOf(types) });
  }

  @Post('subscriptions')
  @Operation({
    summary: '订阅 Opens a subscription whose position is kept here',
    description:
      'It belongs to who opens it: only they see, read, acknowledge and delete it, and others may have one of the same name. Opened again with the same types, it is answered as it stands.',
    needs: 'command',
    status: 201,
    body: { type: OpenSubscriptionBody, example: { name: 'payment', types: answers.subscription.example.types } },
    answer: answers.subscription,
    refusals: { 403: 'no-appointment', 409: 'subscription-differs', 422: 'wrong-subscription-name' },
    location: ({ name }: FeedSubscription) => `/api/feed/subscriptions/${name}`,
  })
  async openSubscription(@Body() body: unknown, @By() acting: Acting): Promise<FeedSubscription> {
    const { name, ...options } = readBody(OpenSubscriptionBody, body);
    return this.subscriptions.open(name, options, await this.actor(acting), acting);
  }

  @Get('subscriptions')
  @Operation({ summary: 'One’s own subscriptions, by name', needs: 'person', query: PageQuery, answer: answers.subscriptions })
  async listSubscriptions(@Query() query: unknown, @Person() owner: string): Promise<object> {
    const page = readQuery(PageQuery, query);
    const { head, items } = await this.subscriptions.list(owner);
    return { asOf: { position: head, time: this.clock.now() }, ...pageOf(items, ({ name }) => name, page) };
  }

  @Get('subscriptions/:name')
  @Operation({ summary: 'A subscription: how far it has come', needs: 'person', answer: answers.subscription, refusals: NO_SUBSCRIPTION })
  getSubscription(@Param('name') name: string, @Person() owner: string): Promise<FeedSubscription> {
    return this.subscriptions.get(name, owner);
  }

  @Delete('subscriptions/:name')
  @Operation({
    summary: '退订 Deletes a subscription, answered as it stood last',
    description: 'Another of the same name begins anew.',
    needs: 'person',
    answer: answers.subscription,
    refusals: { ...NO_SUBSCRIPTION, 403: 'no-appointment' },
  })
  async deleteSubscription(@Param('name') name: string, @Person() userId: string): Promise<FeedSubscription> {
    return this.subscriptions.delete(name, await this.actor({ userId }));
  }

  @Get('subscriptions/:name/events')
  @Operation({
    summary: 'What comes after the acknowledged position of a subscription',
    description: `${PAGED} What is not acknowledged is given again.`,
    needs: 'person',
    query: PageOfFeedQuery,
    answer: answers.batch,
    refusals: NO_SUBSCRIPTION,
  })
  async readSubscription(
    @Param('name') name: string,
    @Query() query: unknown,
    @Person() owner: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<readonly CloudEvent[]> {
    const page = readBody(PageOfFeedQuery, { ...(query as object) });
    return batchOf(await this.subscriptions.next(name, owner, page, gone(reply)), reply);
  }

  @Post('subscriptions/:name/acknowledgements')
  @Operation({
    summary: 'Acknowledges everything up to a position; it never goes back',
    needs: 'command',
    body: { type: AcknowledgeBody, example: { position: answers.subscription.example.position } },
    answer: answers.subscription,
    refusals: { ...NO_SUBSCRIPTION, 403: 'no-appointment', 409: 'feed-position-ahead' },
  })
  async acknowledgeEvents(@Param('name') name: string, @Body() body: unknown, @By() acting: Acting): Promise<FeedSubscription> {
    const { position } = readBody(AcknowledgeBody, body);
    return this.subscriptions.acknowledge(name, position, await this.actor(acting), acting);
  }

  private async actor({ userId }: Pick<Acting, 'userId'>): Promise<Actor> {
    return actingAs(await this.directory.current(), userId, this.clock.now());
  }

  /** The first page is asked for before the answer begins: what is refused is answered as a problem. */
  private async live(question: FeedQuestion, reply: FastifyReply): Promise<StreamableFile> {
    const pages = this.feed.live(question, { signal: gone(reply), heartbeat: HEARTBEAT });
    const first = await pages.next();
    return new StreamableFile(Readable.from(serverSent(first, pages), { objectMode: false }), { type: answers.LIVE });
  }
}

/** Describes the feed and the topic to programs. */
@Controller('api/asyncapi.json')
export class AsyncApiController {
  private readonly document = asyncApiDocument();

  @Get()
  @Operation({ summary: 'The AsyncAPI document of feed and topic', needs: 'nothing', answer: answers.asyncApi })
  getAsyncApi(): JsonSchema {
    return this.document;
  }
}

/** An empty page says only how far the log was looked at; a consumer that comes again begins there. */
async function* serverSent(first: IteratorResult<FeedPage>, pages: AsyncGenerator<FeedPage>): AsyncGenerator<string> {
  for (let page = first; page.done !== true; page = await pages.next()) {
    const { events, position } = page.value;
    yield [...events.map(serverSentEvent), `: looked\nid: ${position}\n\n`].join('');
  }
}

/** Only the last event of a position bears it as its id: whoever is cut off before that comes again from the one before, and misses nothing. */
function serverSentEvent(event: CloudEvent, n: number, events: readonly CloudEvent[]): string {
  const id = events[n + 1]?.sequence === event.sequence ? '' : `id: ${event.sequence}\n`;
  return `${id}data: ${JSON.stringify(event)}\n\n`;
}

function batchOf({ events, position, end }: FeedPage, reply: FastifyReply): readonly CloudEvent[] {
  void reply.headers({ 'content-type': answers.BATCH, 'countersign-position': position, 'countersign-end': String(end) });
  return events;
}

/** Tells when the caller has gone. */
function gone(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  once(reply.raw, 'close').then(
    () => controller.abort(),
    () => controller.abort(),
  );
  return controller.signal;
}

function listOf(types: string | undefined): readonly string[] | undefined {
  return types === undefined || types === '' ? undefined : types.split(',').map((type) => type.trim());
}
