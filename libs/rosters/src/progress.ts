import type { ReadProblem } from './model/facts.js';

/** What an import tells while it works. */
export type Progress =
  /** `total`: about how many rows the file has, if that can be judged. */
  | { readonly phase: 'reading'; readonly file: string; readonly rows: number; readonly total?: number }
  /** A row, or a value, that could not be read. */
  | { readonly phase: 'unread'; readonly file: string; readonly problem: ReadProblem }
  /** People whose rosters have been compared and brought into their records. */
  | {
      readonly phase: 'reconciling';
      readonly people: number;
      readonly records: number;
      /** Rows of these people, of about so many of all. */
      readonly rows: number;
      readonly total: number;
    }
  | { readonly phase: 'findings'; readonly findings: number };

export type OnProgress = (progress: Progress) => void;

/** For who does not want to know. */
export const noProgress: OnProgress = () => undefined;
