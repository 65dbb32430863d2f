export * from './answering.js';
export * from './assess.js';
export * from './months.js';
export { wilson } from './wilson.js';
