export * from './configuration.js';
export * from './messages.js';
export * from './system-actor.js';
export * from './tokens.js';
