import type { Source, VoidCause } from '#verification';

/** Kinds of sources that a value can have, as events and answers name them. */
export const SOURCE_KINDS = ['collected', 'roster', 'finding', 'correction', 'transfer', 'carried'] as const satisfies Source['kind'][];

/** Why sign-offs are voided, as events and answers name it. */
export const VOID_CAUSES = [
  'values-changed',
  'returned',
  'withdrawn',
  'correction',
  'reopening',
  'transfer',
  'definition-adopted',
  'appeal',
] as const satisfies VoidCause[];
