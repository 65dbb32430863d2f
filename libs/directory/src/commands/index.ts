export * from './context.js';
export * from './end-appointment.js';
export * from './grant-appointment.js';
export * from './grant-delegation.js';
export * from './import-directory.js';
export * from './record-training.js';
export * from './register-person.js';
export * from './register-unit.js';
