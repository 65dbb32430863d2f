export { BUSY_TIMEOUT, isBusy, whenFree } from './busy.js';
export { freeBytes, LEAST_ROOM } from './free.js';
export { asDiskFull, isDiskFull } from './full.js';
export { diskMessages } from './messages.js';
export { keepPrivate, privateDirectory, privateFile } from './private.js';
