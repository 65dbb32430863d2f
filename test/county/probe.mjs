// Loaded into the command line before it starts (`node --import`): writes what it has cost to the file that COUNTERSIGN_PROBE names.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const file = process.env.COUNTERSIGN_PROBE;
if (isMainThread && file !== undefined) {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    const cost = {
      seconds: performance.now() / 1000,
      cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
      peakMegabytes: maxRSS / 1024,
      longestPauseMs: delay.max / 1e6,
    };
    writeFileSync(file, JSON.stringify(cost));
  });
}
