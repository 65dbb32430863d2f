import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Gauge } from 'prom-client';
import { freeBytes } from '#disk';
import { RELAY, type StandbyRelay } from '#feed';
import { RUNTIME, type Runtime } from '#platform';
import type { ProjectorThread } from '#projections';
import { Admission } from '../http/admission.js';
import { inTime } from '../http/in-time.js';
import { READY_LIMIT } from '../http/limits.js';
import { PROJECTOR } from '../projector.js';
import { ImportJobs } from '../rosters/import-jobs.js';
import { Metrics } from './metrics.js';

/** How this process and what it stands on stand at a moment. What cannot be asked then has no value: it is no zero. */
@Injectable()
export class Standing {
  private readonly measures: readonly (() => Promise<void>)[];

  constructor(
    metrics: Metrics,
    @Inject(RUNTIME) { runner, store, configuration }: Runtime,
    admission: Admission,
    @Inject(RELAY) relay: StandbyRelay | undefined,
    @Inject(PROJECTOR) projector: ProjectorThread | undefined,
    @Optional() imports?: ImportJobs,
  ) {
    const views = metrics.gauge('countersign_view_lag_events', 'Events that a view has still to take, counted up to a thousand.', ['view']);
    const stopped = metrics.gauge('countersign_view_stopped', '1 if a view has stopped and does not go on by itself.', ['view']);
    // Whichever thread or process applies events: how far it has come stands with the rows.
    const lags = async () => {
      for (const { view, events, stalled } of await runner.lags()) {
        views.set({ view }, events);
        stopped.set({ view }, stalled === undefined ? 0 : 1);
      }
    };
    const one = (gauge: Gauge, value: () => Promise<number> | number) => measure([gauge], async () => gauge.set(await value()));
    this.measures = [
      measure([views, stopped], lags),
      one(
        metrics.gauge('countersign_commands_under_way', 'Commands that have been let in and not been answered.'),
        () => admission.underWay,
      ),
      one(
        metrics.gauge(
          'countersign_data_free_bytes',
          'Room that is left on the disk of the data directory, the fullest if there are several.',
        ),
        () => freeBytes(configuration.dataDirectory),
      ),
      ...optional(store.unanswered?.bind(store), (unanswered) =>
        one(metrics.gauge('countersign_append_queue_length', 'Appends that the log has been given and has not answered.'), unanswered),
      ),
      ...optional(imports, (jobs) =>
        one(
          metrics.gauge('countersign_import_queue_length', 'Imports of this process that run or wait for their turn.'),
          () => jobs.waiting,
        ),
      ),
      ...optional(projector, (thread) =>
        one(metrics.gauge('countersign_projector_running', '1 while the thread that keeps the views runs.'), () =>
          thread.health.state === 'running' ? 1 : 0,
        ),
      ),
      ...optional(relay, (standing) => relayMeasure(metrics, standing)),
      // Here will stand the age of the last backup, and the days until the certificate ends.
    ];
  }

  /** Measures everything now. */
  async take(): Promise<void> {
    await Promise.all(this.measures.map((take) => take()));
  }
}

function optional<Value, Result>(value: Value | undefined, then: (value: Value) => Result): readonly Result[] {
  return value === undefined ? [] : [then(value)];
}

function measure(gauges: readonly Pick<Gauge, 'reset' | 'remove'>[], take: () => Promise<void>): () => Promise<void> {
  return async () => {
    try {
      await inTime(take(), READY_LIMIT, 'log-not-answering');
    } catch {
      for (const gauge of gauges) gauge.reset();
    }
  };
}

function relayMeasure(metrics: Metrics, relay: StandbyRelay): () => Promise<void> {
  const behind = metrics.gauge(
    'countersign_relay_lag_events',
    'Events of records that the relay has still to look at, counted up to a thousand.',
  );
  const failures = metrics.gauge(
    'countersign_relay_failures',
    'How often the relay has tried in vain since it last got something through.',
  );
  const states = metrics.gauge('countersign_relay_state', '1 for the state that the relay of this process is in.', ['state']);
  return measure([behind, failures, states], async () => {
    const health = await relay.health();
    states.reset();
    states.set({ state: health.state }, 1);
    behind.set(health.behind);
    failures.set(health.failures);
  });
}
