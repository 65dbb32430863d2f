export * from './configuration.js';
export * from './log-events.js';
export * from './messages.js';
export * from './platform.module.js';
export * from './runtime.js';
export * from './simulation.js';
export * from './system-actor.js';
export * from './tokens.js';
