// Everything that commands are made of. It is loaded when one is run: whoever asks for help waits for none of it.
export * as demo from '#demo';
export * as directory from '#directory';
export * as kernel from '#kernel';
export * as records from '#records';
export * as responsibility from '#responsibility';
export * as rosters from '#rosters';
export * as statistics from '#statistics';
export { allMessages } from '../../composition/src/countersign.module.js';
export * as input from './input.js';
export { ProgressLine } from './progress-line.js';
export { rosterProgress } from './roster-progress.js';
export { rosterWords } from './roster-words.js';
export * as texts from './texts/index.js';
export { writeExport } from './write-export.js';
