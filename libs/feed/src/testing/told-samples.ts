import type { Recorded } from '#kernel';
import type { CloudEvent } from '../cloud-event.js';
import { cloudEventType, type IntegrationName } from '../integration-events.js';
import { Teller } from '../teller.js';
import { RECORD_SAMPLES } from './record-samples.js';

const STORED: Partial<Record<IntegrationName, 'record-approved'>> = {
  'record-payable': 'record-approved',
  'record-not-payable': 'record-approved',
};

/** The sample of an integration event as it is told: of the sample of the stored event that it comes from. */
export async function toldSample(name: IntegrationName, stored: (type: string, data: unknown) => Recorded): Promise<CloudEvent> {
  const type = STORED[name] ?? (name as keyof typeof RECORD_SAMPLES);
  const data = { ...RECORD_SAMPLES[type], ...(type === 'record-approved' && { payable: name !== 'record-not-payable' }) };
  const told = await new Teller({ readStream: async () => [] }, '/countersign/s').tell(stored(type, data));
  const found = told.find((event) => event.type === cloudEventType(name));
  if (found === undefined) throw new Error(`${name} is not told`);
  return found;
}
