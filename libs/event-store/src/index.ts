export * from './clock.js';
export * from './event-definition.js';
export * from './log.js';
export * from './port.js';
