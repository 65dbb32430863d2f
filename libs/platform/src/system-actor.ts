import type { Actor } from '#kernel';

/** The actor of what the program does by itself: making the log, setting a simulated clock, the first import of people. */
export const systemActor: Actor = { line: '', name: 'system', role: 'system', unit: '', unitName: '', userId: 'system' };
