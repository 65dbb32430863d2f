export * from './dots.js';
export * from './normalise.js';
