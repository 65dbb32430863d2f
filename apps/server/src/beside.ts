import type { Provider } from '@nestjs/common';
import type { ProjectorThread } from '#projections';
import { Admission } from './http/admission.js';
import { Metrics } from './metrics/metrics.js';
import { Standing } from './metrics/standing.js';
import { PROJECTOR } from './projector.js';

/** What a process has beside its runtime, whatever its roles. */
export interface Beside {
  readonly admission: Admission;
  readonly metrics: Metrics;
  /** The thread that keeps the views, if this process has one. */
  readonly projector?: ProjectorThread;
}

/** For whoever tells how the process stands. */
export function providersBeside({ admission, metrics, projector }: Beside): readonly Provider[] {
  return [
    { provide: Admission, useValue: admission },
    { provide: Metrics, useValue: metrics },
    { provide: PROJECTOR, useFactory: () => projector },
    Standing,
  ];
}
