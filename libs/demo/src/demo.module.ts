import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { RunDemoHandler } from './commands/run-demo.js';
import { DemoRuns } from './run/demo-runs.js';

/** Works a loaded county forward as its people would, for whoever wants to see what it looks like after months of work. */
@Module({
  imports: [CqrsModule],
  providers: [DemoRuns, RunDemoHandler],
})
export class DemoModule {}
