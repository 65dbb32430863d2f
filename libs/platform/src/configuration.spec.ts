import { describe, expect, it } from '@jest/globals';
import { Refusal } from '#kernel';
import { readConfiguration } from './configuration.js';

describe('readConfiguration', () => {
  it('has a default for everything', () => {
    const { dataDirectory, port, roles, eventStore } = readConfiguration({});
    expect(dataDirectory.endsWith('/data')).toBe(true);
    expect(port).toBe(3000);
    expect(roles).toEqual(['api', 'projections', 'relay', 'seal']);
    expect(eventStore).toEqual({ kind: 'sqlite' });
  });

  it('takes the directory that a command line names before the environment', () => {
    expect(readConfiguration({ COUNTERSIGN_DATA: '/a' }, { data: '/b' }).dataDirectory).toBe('/b');
  });

  it('takes the log of a server by its connection string', () => {
    const { eventStore } = readConfiguration({ COUNTERSIGN_EVENT_STORE: 'esdb://log.example:2114?tls=false&namespace=changning' });
    expect(eventStore).toMatchObject({
      kind: 'eventstoredb',
      server: { hosts: [{ address: 'log.example', port: 2114 }], namespace: 'changning' },
    });
  });

  it('takes the views of a server by its connection string', () => {
    expect(readConfiguration({}).readStore).toEqual({ kind: 'sqlite' });
    const { readStore } = readConfiguration({ COUNTERSIGN_READ_STORE: 'postgres://reader@db.example/county' });
    expect(readStore).toMatchObject({ kind: 'postgres', server: { host: 'db.example', database: 'county', namespace: 'countersign' } });
  });

  it('reads the brokers to relay to; without any there is no relay', () => {
    expect(readConfiguration({}).kafka).toBeUndefined();
    expect(readConfiguration({ COUNTERSIGN_KAFKA: '' }).kafka).toBeUndefined();
    expect(readConfiguration({ COUNTERSIGN_KAFKA: 'a.example:9092, [::1]:9093' }).kafka).toEqual(['a.example:9092', '[::1]:9093']);
  });

  it.each([
    ['COUNTERSIGN_PORT', 'eighty'],
    ['COUNTERSIGN_PORT', '65536'],
    ['COUNTERSIGN_ROLES', 'api,cook'],
    ['COUNTERSIGN_EVENT_STORE', 'mysql://secret@host'],
    ['COUNTERSIGN_EVENT_STORE', 'sqlite:elsewhere.db'],
    ['COUNTERSIGN_EVENT_STORE', 'esdb://admin:secret@host?tsl=false'],
    ['COUNTERSIGN_READ_STORE', 'mysql://secret@host'],
    ['COUNTERSIGN_READ_STORE', 'postgres://secret@host'],
    ['COUNTERSIGN_DATA', ''],
    ['COUNTERSIGN_KAFKA', 'broker-without-port'],
    ['COUNTERSIGN_KAFKA', 'broker:9092,'],
    ['COUNTERSIGN_KAFKA', 'broker:70000'],
    ['COUNTERSIGN_KAFKA', 'kafka://broker:9092'],
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
