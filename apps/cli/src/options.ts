import type { Language } from '#kernel';

/** Options that every command takes. */
export interface CommonOptions {
  readonly data?: string;
  readonly json?: boolean;
  readonly lang: Language;
  readonly clear?: boolean;
  /** The acting person's user name. */
  readonly as?: string;
  /** Sets the simulated clock of the data directory. */
  readonly clock?: string;
}

/** Options of everything that somebody decides. */
export interface DecisionOptions extends CommonOptions {
  readonly input?: string;
  readonly ifRevision?: string;
  readonly commandId?: string;
  /** Only says what it would meet. */
  readonly check?: boolean;
}
