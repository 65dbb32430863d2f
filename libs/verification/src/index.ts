export * from './model/commands.js';
export * from './model/decision.js';
export * from './model/events.js';
export * from './model/record-type.js';
export * from './model/route.js';
export * from './model/staffing.js';
export * from './model/state.js';
