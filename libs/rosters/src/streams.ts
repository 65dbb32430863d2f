import type { Department } from './model/department.js';

/** A department's rosters of one cycle, in the order in which they count: each is reserved here once, by its SHA-256. */
export const rosterStream = (cycle: string, department: Department): string => `roster-${cycle}-${department}`;

/** What the county's administrator adds to the departments' mappings, version after version. */
export const MAPPING_STREAM = 'roster-mapping';

/** Each finding is worked in a stream of its own. */
export const findingStream = (findingId: string): string => `finding-${findingId}`;
