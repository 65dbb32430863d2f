export * from './address-part.js';
export * from './canonical-json.js';
export * from './digest.js';
export * from './event.js';
export * from './ids.js';
export * from './messages.js';
export * from './problem.js';
export { quickCheck } from './quick-check.js';
export * from './refusal.js';
