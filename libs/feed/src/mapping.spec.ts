import { describe, expect, it } from '@jest/globals';
import type { Recorded } from '#kernel';
import type { RecordEvent } from '#verification';
import { cloudEventOf } from './mapping.js';
import { INTEGRATION_NAMES, integrationEvents, type IntegrationName } from './integration-events.js';
import { PERSONAL, RECORD_SAMPLES } from './testing/record-samples.js';
import { toldSample } from './testing/told-samples.js';

const RECORD_ID = '00000000-0000-4000-8000-000000000001-2020-2021';
const SOURCE = '/countersign/00000000-0000-4000-8000-0000000000aa';

function stored(type: string, data: unknown): Recorded {
  return {
    position: '0000000000000042',
    id: '00000000-0000-8000-8000-000000000042',
    type,
    version: 1,
    stream: `record-${RECORD_ID}`,
    revision: 3,
    time: '2020-09-01T00:00:00.000Z',
    actor: { userId: 'u1', name: PERSONAL, role: 'reviewer', unit: '430482100201', unitName: '一村', line: 'household', onBehalfOf: 'u2' },
    correlationId: 'c',
    causationId: 'c',
    commandId: 'c',
    commandHash: PERSONAL,
    data,
  };
}

const samples = Object.entries(RECORD_SAMPLES) as [RecordEvent['type'], unknown][];

describe('what is told of a stored event', () => {
  it('is a CloudEvent that names event, log, record and position', () => {
    expect(cloudEventOf(stored('record-approved', RECORD_SAMPLES['record-approved']), SOURCE)).toEqual({
      specversion: '1.0',
      id: '00000000-0000-8000-8000-000000000042',
      source: SOURCE,
      type: 'cn.countersign.record-approved.v1',
      subject: RECORD_ID,
      time: '2020-09-01T00:00:00.000Z',
      datacontenttype: 'application/json',
      dataschema: 'urn:countersign:schema:record-approved.v1',
      partitionkey: RECORD_ID,
      sequence: '0000000000000042',
      data: {
        recordId: RECORD_ID,
        actor: { userId: 'u1', role: 'reviewer', unit: '430482100201', line: 'household', onBehalfOf: 'u2' },
        ...RECORD_SAMPLES['record-approved'],
      },
    });
  });

  it.each(samples)('holds nothing personal: %s', (type, data) => {
    expect(JSON.stringify(cloudEventOf(stored(type, data), SOURCE) ?? '')).not.toContain(PERSONAL);
  });

  it.each(INTEGRATION_NAMES)('has exactly the shape of its schema: %s', async (name: IntegrationName) => {
    const told = await toldSample(name, stored);
    expect(integrationEvents[name].schema.strict().parse(told.data)).toEqual(told.data);
  });

  it('says everything that its schema can say', async () => {
    for (const name of INTEGRATION_NAMES) {
      const told = await toldSample(name, stored);
      expect(Object.keys(told.data).sort()).toEqual(Object.keys(integrationEvents[name].schema.shape).sort());
    }
  });

  it('is nothing for what stays inside', () => {
    const inside = samples.map(([type]) => type).filter((type) => !INTEGRATION_NAMES.includes(type as IntegrationName));
    expect(inside).toContain('details-recorded');
    for (const type of inside) expect(cloudEventOf(stored(type, RECORD_SAMPLES[type]), SOURCE)).toBeUndefined();
  });

  it.each(['never-heard-of', 'constructor', 'toString'])('stops at a type that nobody has decided about: %s', (type) => {
    const told = () => cloudEventOf(stored(type, {}), SOURCE);
    expect(told).toThrow(expect.objectContaining({ kind: 'unreadable', code: 'untold-event-type' }));
  });
});
