import type { Directory, Region, School } from '../model.js';
import { snapshot } from '../snapshot.js';
import { emptyDirectory, foldDirectory, type DirectoryRecorded } from '../state.js';
import { eventsOf, type PersonRow } from './directory-events.js';

/** A directory as specs need it: whatever is given, from the beginning of time. */
export function directoryOf(given: { regions?: readonly Region[]; schools?: readonly School[]; people?: readonly PersonRow[] }): Directory {
  return directoryAfter(eventsOf(given));
}

/** The directory after events. */
export function directoryAfter(events: readonly DirectoryRecorded[]): Directory {
  return snapshot(foldDirectory(emptyDirectory, events));
}
