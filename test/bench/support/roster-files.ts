import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DirectoryFiles } from '#directory';

/** The departments' rosters in a folder, beside which regions, schools and staff may lie. */
export function rosterFiles(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => /[^\x00-\x7f]/.test(name) && /\.(csv|xlsx)$/.test(name));
}

/** Regions, schools and staff that lie beside rosters in a folder. */
export function directoryFiles(folder: string): DirectoryFiles {
  return { regions: join(folder, 'regions.csv'), schools: join(folder, 'schools.csv'), staff: join(folder, 'staff.csv') };
}
