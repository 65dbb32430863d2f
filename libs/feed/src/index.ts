export * from './cloud-event.js';
export * from './feed.js';
export * from './feed-events.js';
export * from './integration-events.js';
export * from './json-schemas.js';
export { cloudEventOf } from './mapping.js';
export * from './messages.js';
export * from './subscriptions.js';
