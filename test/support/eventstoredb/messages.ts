import type { Stored } from './database.js';
import { Empty, ReadResp, StreamIdentifier, UUID, type ReadResponse } from './protocol.js';

export function eventMessage({ id, stream, revision, position, type, contentType, created, data, metadata }: Stored): ReadResponse {
  const record = new ReadResp.ReadEvent.RecordedEvent();
  record.setId(new UUID().setString(id));
  record.setStreamIdentifier(identifier(stream));
  record.setStreamRevision(String(revision));
  record.setCommitPosition(String(position));
  record.setPreparePosition(String(position));
  record.getMetadataMap().set('type', type).set('content-type', contentType).set('created', created);
  record.setData(data);
  record.setCustomMetadata(metadata);
  return new ReadResp().setEvent(new ReadResp.ReadEvent().setEvent(record).setCommitPosition(String(position)));
}

export function checkpointMessage({ commit, prepare }: { commit: bigint; prepare: bigint }): ReadResponse {
  return new ReadResp().setCheckpoint(new ReadResp.Checkpoint().setCommitPosition(String(commit)).setPreparePosition(String(prepare)));
}

export function confirmationMessage(): ReadResponse {
  return new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId('subscription'));
}

export function caughtUpMessage(): ReadResponse {
  return new ReadResp().setCaughtUp(new ReadResp.CaughtUp());
}

export function fellBehindMessage(): ReadResponse {
  return new ReadResp().setFellBehind(new ReadResp.FellBehind());
}

export function streamNotFoundMessage(stream: string): ReadResponse {
  return new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound().setStreamIdentifier(identifier(stream)));
}

export const empty = () => new Empty();

function identifier(stream: string): InstanceType<typeof StreamIdentifier> {
  return new StreamIdentifier().setStreamName(Buffer.from(stream).toString('base64'));
}
