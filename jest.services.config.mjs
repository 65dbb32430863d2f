import { existsSync } from 'node:fs';
import unit from './jest.config.mjs';

/** Which suites of `test/services` ask for which server: a variable that names one is what runs them. */
const SUITES = {
  COUNTERSIGN_EVENT_STORE: ['event-store'],
  COUNTERSIGN_READ_STORE: ['read-store', 'scaled-out'],
  COUNTERSIGN_KAFKA: ['kafka'],
};

const names = (variable) => {
  const value = process.env[variable] ?? '';
  return value !== '' && !value.startsWith('sqlite:');
};
const named = Object.keys(SUITES).filter(names);
if (named.length === 0) throw new Error(`no server is named: set at least one of ${Object.keys(SUITES).join(', ')}`);
/** What goes and comes has to be both. */
const together = named.includes('COUNTERSIGN_READ_STORE') && named.includes('COUNTERSIGN_KAFKA') ? ['outages'] : [];
const suites = [...named.flatMap((variable) => SUITES[variable]), ...together];
for (const suite of suites) {
  if (!existsSync(new URL(`test/services/${suite}.services.ts`, import.meta.url))) throw new Error(`there is no suite ${suite}`);
}

/** The contracts against real servers (`npm run test:services`). Nothing is skipped: a server that is named and does not answer fails. */
export default { ...unit, testRegex: suites.map((suite) => `/test/services/${suite}\\.services\\.ts$`) };
