export * from './appeal-attribution.js';
export * from './decide-attribution-appeal.js';
export * from './name-decider.js';
export * from './publish-assessment.js';
