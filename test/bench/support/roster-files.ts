import { readdirSync } from 'node:fs';

/** The departments' rosters in a folder, beside which regions, schools and staff may lie. */
export function rosterFiles(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => /[^\x00-\x7f]/.test(name) && /\.(csv|xlsx)$/.test(name));
}
