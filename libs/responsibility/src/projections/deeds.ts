import type { Actor, Recorded } from '#kernel';
import type { Answerer, Attribution, EvolvingRecordEvent, OpenReturn, RecordType } from '#verification';
import type { DeedKind, DeedRow } from './tables.js';

type Event = EvolvingRecordEvent & Pick<Recorded, 'position' | 'stream'>;
type Draft = Pick<DeedRow, 'kind'> & Partial<DeedRow>;

/** The unit that answers for what somebody does under a post; of who is never assessed, the unit of the post itself. */
export function unitOf({ role, unit, line }: Pick<Actor, 'role' | 'unit' | 'line'>, type: RecordType): string {
  return type.responsibility?.unitOf({ role, unit, line }) ?? unit;
}

/** What an event of a record adds to ledgers. @param caught returns that it shows to have caught something */
export function deedsOf(event: Event, recordId: string, caught: readonly OpenReturn[], type: RecordType): readonly DeedRow[] {
  const common = { ...plain, position: event.position, record_id: recordId, time: event.time };
  const own = ownDeed(event);
  const by = { user_id: event.actor.userId, unit: unitOf(event.actor, type), event_id: event.id };
  return [
    ...(own === undefined ? [] : [{ ...common, ...by, ...own }]),
    ...catches(caught).map(({ field, eventId, userId, unit }) => {
      return { ...common, kind: 'caught' as const, user_id: userId, unit: unit ?? '', event_id: eventId, field };
    }),
    ...(event.type === 'error-attributed' ? answered(event.data, type).map((one) => ({ ...common, ...one })) : []),
  ];
}

/** A refused attempt, from its own stream beside the records. */
export function refusedDeed({ position, id, actor, time, data }: Recorded, type: RecordType): DeedRow {
  const { recordId } = data as { readonly recordId: string };
  const by = { user_id: actor.userId, unit: unitOf(actor, type) };
  return { ...plain, ...by, position, kind: 'refused', event_id: id, record_id: recordId, time };
}

const plain = { field: '', error_id: null, bulk: 0, unopened: 0, reversed_position: null };

const BY_SOURCE: Readonly<Record<string, DeedKind | undefined>> = {
  collected: 'collected',
  correction: 'collected',
  finding: 'decided-finding',
};

function ownDeed(event: Event): Draft | undefined {
  switch (event.type) {
    case 'details-recorded': {
      const kind = BY_SOURCE[event.data.source.kind];
      return kind && { kind };
    }
    case 'statement-recorded':
      return { kind: 'stated' };
    case 'visit-recorded':
      return { kind: 'visited' };
    case 'line-submitted':
      return { kind: 'submitted' };
    case 'line-signed-off': {
      const { bulk, viewed } = event.data;
      return { kind: 'signed', bulk: bulk ? 1 : 0, unopened: viewed.documents.length === 0 && viewed.milliseconds === 0 ? 1 : 0 };
    }
    case 'line-returned':
      return { kind: 'returned' };
    default:
      return undefined;
  }
}

/** One return that named one field catches it once. */
function catches(caught: readonly OpenReturn[]): readonly OpenReturn[] {
  return [...new Map(caught.map((one) => [`${one.eventId}/${one.field}`, one])).values()];
}

/** Each person answers once for an error: who brought it in has not passed it besides. */
function answered({ errorId, field, introducer, signers }: Attribution, type: RecordType) {
  const passed = signers.filter(({ by }) => by.userId !== introducer?.by.userId);
  const row = (kind: DeedKind, { by, eventId }: { readonly by: Answerer; readonly eventId: string }) => {
    return { kind, user_id: by.userId, unit: unitOf(by, type), event_id: eventId, field, error_id: errorId };
  };
  return [...(introducer === undefined ? [] : [row('introduced', introducer)]), ...passed.map((one) => row('passed', one))];
}
