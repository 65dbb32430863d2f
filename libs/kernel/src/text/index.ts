export * from './dots.js';
export * from './normalise.js';
export { areTypeable, isTypeable, typedText, untypeable } from './typeable.js';
