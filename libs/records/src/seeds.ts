import { randomBytes } from 'node:crypto';

/** Injection token of where seeds come from. */
export const SEEDS = Symbol('Seeds');

/** Makes a seed that nobody can choose or foresee. */
export type Seeds = () => string;

const SEED_BYTES = 32;

/** Seeds of the operating system's randomness, as hexadecimal text. */
export const randomSeeds: Seeds = () => randomBytes(SEED_BYTES).toString('hex');
