import { digestOf } from '#kernel';
import type { SamplingRule } from '../model/record-type.js';

/** How many of so many records are drawn. */
export function sampleSize(population: number, { percent, minimum }: Pick<SamplingRule, 'percent' | 'minimum'>): number {
  return Math.min(population, Math.max(minimum, Math.ceil((population * percent) / 100)));
}

/** SHA-256 over the ids of a population, whatever their order. */
export function populationDigest(recordIds: readonly string[]): string {
  return digestOf([...recordIds].sort());
}

/**
 * The records that a seed draws (重点巡访): those with the lowest SHA-256 over seed and id. Whoever has the seed and the population draws the
 * same, whatever the order in which it comes; without the seed nobody can say who will be drawn.
 */
export function drawSample(seed: string, recordIds: readonly string[], size: number): readonly string[] {
  return [...new Set(recordIds)]
    .map((recordId) => ({ recordId, ticket: digestOf([seed, recordId]) }))
    .sort((one, other) => (one.ticket < other.ticket ? -1 : 1))
    .slice(0, size)
    .map(({ recordId }) => recordId);
}
