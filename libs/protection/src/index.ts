export * from './messages.js';
export * from './sealer.js';
export * from './sqlite-sealer.js';
