import type { Position } from '#kernel';
import type { IntegrationData } from './integration-events.js';

/**
 * A CloudEvent 1.0. `partitionkey` and `sequence` are CloudEvents extensions: events with one key are in order, and `sequence` is the
 * position in the log, which sorts as text; the events of one stored event have the same.
 */
export interface CloudEvent {
  readonly specversion: '1.0';
  /**
   * The id of the stored event, or derived from it where one stored event has another integration event besides: the same event has the same
   * id however often it is delivered.
   */
  readonly id: string;
  /** `/countersign/<store id>`: which log it comes from. */
  readonly source: string;
  readonly type: string;
  /** The record's id. */
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly dataschema: string;
  readonly partitionkey: string;
  readonly sequence: Position;
  readonly data: IntegrationData;
}

/** The `source` of every event of a log. */
export function sourceOf(storeId: string): string {
  return `/countersign/${storeId}`;
}
