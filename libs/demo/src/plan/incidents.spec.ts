import { describe, expect, it } from '@jest/globals';
import type { Story } from '../story/story.js';
import { castIncidents, chanceIncident, type Suitable } from './incidents.js';

const everything: Suitable = { levels: ['village', 'township', 'school', 'centre-school'], movable: ['household', 'enrolment'] };
const stories = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ recordId: `r${index}`, key: String(index), cycle: '2020-2021' }) as Story);

describe('incidents', () => {
  it('happen at least once each where there are records enough, and to no record twice', () => {
    const cast = [...castIncidents('1', stories(28), () => everything).values()].map((incident) => JSON.stringify(incident));
    expect(new Set(cast).size).toBe(28);
  });

  it('leave most records of a county alone', () => {
    const cast = castIncidents('1', stories(2000), () => everything);
    expect(cast.size).toBeGreaterThan(500);
    expect(cast.size).toBeLessThan(800);
  });

  it('are the same for the same seed, in whatever order the records come', () => {
    const backwards = castIncidents('1', stories(300).reverse(), () => everything);
    expect(new Map([...backwards].sort())).toEqual(new Map([...castIncidents('1', stories(300), () => everything)].sort()));
    expect(castIncidents('2', stories(300), () => everything)).not.toEqual(backwards);
  });

  it('only happen where they suit', () => {
    const here: Suitable = { levels: ['village', 'township', 'school'], movable: [] };
    const cast = [...castIncidents('1', stories(500), (story) => (story.key < '3' ? here : undefined))];
    const kinds = cast.map(([, incident]) => incident);
    expect(cast.every(([recordId]) => recordId < 'r3')).toBe(true);
    expect(kinds.some(({ kind }) => kind === 'transfer')).toBe(false);
    expect(kinds.some((incident) => incident.kind === 'return' && incident.level === 'centre-school')).toBe(false);
  });

  it('happen as often to whoever comes later', () => {
    const hit = stories(2000).filter((story) => chanceIncident('1', story) !== undefined);
    expect(hit.length).toBeGreaterThan(450);
    expect(hit.length).toBeLessThan(850);
  });
});
