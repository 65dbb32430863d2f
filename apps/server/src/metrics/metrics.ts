import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry, type OpenMetricsContentType } from 'prom-client';

/** Upper ends of the classes that requests are sorted into by how long they took, in seconds. */
const DURATIONS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What a request that nothing answers counts as: addresses that somebody makes up are no labels. */
const NO_ROUTE = 'none';

/**
 * What this process counts and measures, as OpenMetrics. Labels are of sets that the program knows: patterns of addresses, commands' words, codes
 * of refusals, views. Never personal data, nothing that a caller can make up.
 */
export class Metrics {
  private readonly registry = new Registry<OpenMetricsContentType>();
  private readonly requests: Counter<'method' | 'route' | 'status'>;
  private readonly durations: Histogram<'method' | 'route'>;
  private readonly commands: Counter<'command' | 'outcome'>;

  constructor() {
    const registers = [this.registry];
    this.registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as unknown as OpenMetricsContentType);
    this.requests = new Counter({
      name: 'countersign_http_requests_total',
      help: 'Requests that were answered.',
      labelNames: ['method', 'route', 'status'],
      registers,
    });
    this.durations = new Histogram({
      name: 'countersign_http_request_duration_seconds',
      help: 'How long answers took, from the request to its last byte.',
      labelNames: ['method', 'route'],
      buckets: DURATIONS,
      registers,
    });
    this.commands = new Counter({
      name: 'countersign_commands_total',
      help: 'Commands by outcome: done, or the code of what was refused.',
      labelNames: ['command', 'outcome'],
      registers,
    });
    // What the process itself takes: memory, processor, the event loop's lag, garbage.
    collectDefaultMetrics({ register: this.registry as unknown as Registry });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** Counts every request from now on. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? NO_ROUTE;
      this.requests.inc({ method: request.method, route, status: reply.statusCode });
      this.durations.observe({ method: request.method, route }, reply.elapsedTime / 1_000);
      done();
    });
  }

  /** Counts a command. @param outcome `done`, or the code of a refusal */
  command(command: string, outcome: string): void {
    this.commands.inc({ command, outcome });
  }

  /** A measure that is taken when somebody asks. */
  gauge<Label extends string>(name: `countersign_${string}`, help: string, labelNames: readonly Label[] = []): Gauge<Label> {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  /** Everything as text. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}
