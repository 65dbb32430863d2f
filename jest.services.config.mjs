import { existsSync } from 'node:fs';
import unit from './jest.config.mjs';

/** Which suite of `test/services` asks for which server: a variable that names one is what runs it. */
const SUITES = {
  COUNTERSIGN_EVENT_STORE: 'event-store',
  COUNTERSIGN_READ_STORE: 'read-store',
  COUNTERSIGN_KAFKA: 'kafka',
};

const names = (variable) => {
  const value = process.env[variable] ?? '';
  return value !== '' && !value.startsWith('sqlite:');
};
const named = Object.keys(SUITES).filter(names);
if (named.length === 0) throw new Error(`no server is named: set at least one of ${Object.keys(SUITES).join(', ')}`);
for (const variable of named) {
  const suite = new URL(`test/services/${SUITES[variable]}.services.ts`, import.meta.url);
  if (!existsSync(suite)) throw new Error(`${variable} names a server, but there is no suite for it`);
}

/** The contracts against real servers (`npm run test:services`). Nothing is skipped: a server that is named and does not answer fails. */
export default { ...unit, testRegex: named.map((variable) => `/test/services/${SUITES[variable]}\\.services\\.ts$`) };
