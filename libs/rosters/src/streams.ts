import type { Department } from './model/department.js';

/** A department's rosters of one cycle, in the order in which they count: each is reserved here once, by its SHA-256. */
export const rosterStream = (cycle: string, department: Department): string => `roster-${cycle}-${department}`;

/** Each finding is worked in a stream of its own. */
export const findingStream = (findingId: string): string => `finding-${findingId}`;
