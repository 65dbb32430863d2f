import unit from './jest.config.mjs';

const folder = process.env.COUNTERSIGN_COUNTY ?? '';
if (folder === '') throw new Error('COUNTERSIGN_COUNTY must name a folder of rosters with their answer-key.json');

/** A whole county's rosters against their answer key: minutes, and gigabytes of disk. See CONTRIBUTING.md. */
export default { ...unit, testRegex: 'test/county/.*\\.county\\.ts$', testTimeout: 3_600_000 };
