import { describe, expect, it } from '@jest/globals';
import { Refusal } from '#kernel';
import { readConfiguration } from './configuration.js';

describe('readConfiguration', () => {
  it('has a default for everything', () => {
    const { dataDirectory, port, roles } = readConfiguration({});
    expect(dataDirectory.endsWith('/data')).toBe(true);
    expect(port).toBe(3000);
    expect(roles).toEqual(['api', 'projections', 'relay', 'seal']);
  });

  it('takes the directory that a command line names before the environment', () => {
    expect(readConfiguration({ COUNTERSIGN_DATA: '/a' }, { data: '/b' }).dataDirectory).toBe('/b');
  });

  it.each([
    ['COUNTERSIGN_PORT', 'eighty'],
    ['COUNTERSIGN_PORT', '65536'],
    ['COUNTERSIGN_ROLES', 'api,cook'],
    ['COUNTERSIGN_EVENT_STORE', 'mysql://secret@host'],
    ['COUNTERSIGN_DATA', ''],
  ])('stops at a wrong %s with one refusal that names the variable and not the value', (variable, value) => {
    const refusal = refusalOf(() => readConfiguration({ [variable]: value }));
    expect(refusal.code).toBe('wrong-configuration');
    expect(refusal.params.variable).toBe(variable);
    if (value !== '') expect(JSON.stringify(refusal.params)).not.toContain(value);
  });
});

function refusalOf(work: () => unknown): Refusal {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error;
  }
  throw new Error('nothing was refused');
}
