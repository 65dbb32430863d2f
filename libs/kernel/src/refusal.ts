/** Why one field of a command was not accepted. `pointer` is a JSON pointer into what was sent. */
export interface FieldError {
  readonly pointer: string;
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** How a refusal is meant; adapters turn it into an HTTP status or an exit code. */
export type RefusalKind =
  | 'invalid' // what was sent is wrong in itself (400 / 422)
  | 'forbidden' // this person may not do it (403)
  | 'not-found' // the thing that was named does not exist (404)
  | 'conflict' // not in this state; `allowed` says what is (409)
  | 'stale' // somebody was faster (412)
  | 'unreadable' // a file or input could not be read
  | 'unavailable'; // try again later (503)

export interface RefusalDetails {
  /** Filled into the message of the code's catalogue entry. Never personal data. */
  readonly params?: Readonly<Record<string, string | number>>;
  readonly errors?: readonly FieldError[];
  /** What may be done now instead, as action words such as `submit:household`. */
  readonly allowed?: readonly string[];
  /** What was drawn as samples and has to be viewed first. */
  readonly samples?: readonly Sample[];
}

/** A line at one level of which a sample was drawn. */
export interface Sample {
  readonly recordId: string;
  readonly line: string;
  readonly level: string;
  readonly digest: string;
}

/**
 * The one typed error by which anything in Countersign says no. The `code` is stable and has a message in Chinese and English in a
 * catalogue; what is not a `Refusal` is a defect.
 */
export class Refusal extends Error {
  readonly params: Readonly<Record<string, string | number>>;
  readonly errors: readonly FieldError[];
  readonly allowed: readonly string[];
  readonly samples: readonly Sample[];

  constructor(
    readonly kind: RefusalKind,
    readonly code: string,
    details: RefusalDetails = {},
  ) {
    super(code);
    this.name = 'Refusal';
    this.params = details.params ?? {};
    this.errors = details.errors ?? [];
    this.allowed = details.allowed ?? [];
    this.samples = details.samples ?? [];
  }
}
