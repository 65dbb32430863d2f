/** Where times come from. The core never asks; adapters and handlers do. */
export interface Clock {
  /** Now, UTC with milliseconds. Never before what it answered earlier in this process. */
  now(): string;
}
