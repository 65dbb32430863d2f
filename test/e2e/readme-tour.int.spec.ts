import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { rewritten, runTour, stepsOf, withoutChance } from './readme-tour.js';

const README = resolve(import.meta.dirname, '../../README.md');

describe('the tour in the README', () => {
  it('prints, command by command, what stands there', () => {
    const markdown = readFileSync(README, 'utf8');
    const steps = stepsOf(markdown);
    const printed = runTour(steps);
    // `COUNTERSIGN_WRITE_TOUR=1` writes the output into the README instead, for whoever has changed what is printed.
    if (process.env.COUNTERSIGN_WRITE_TOUR === '1') writeFileSync(README, rewritten(markdown, printed));
    expect(steps.length).toBeGreaterThan(30);
    expect(withoutChance(printed)).toEqual(withoutChance(stepsOf(readFileSync(README, 'utf8')).map(({ output }) => output)));
  }, 180_000);
});
