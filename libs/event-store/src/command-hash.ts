import { canonicalJson, type Json } from '#kernel';

/** Whoever holds the key of keyed hashes. */
export interface KeyedHashes {
  /** HMAC of a text under a key that never changes. */
  indexOf(text: string): string;
}

/**
 * What tells a command from another one with the same id: the keyed hash over the canonical JSON of its name and of what was said. Keyed,
 * because a plain hash over a short body could be guessed back into personal data. Logs hold it, so its bytes never change.
 * @param said what the command is about, and its body; it must be JSON
 */
export function commandHashOf(keys: KeyedHashes, command: string, said: object): string {
  return keys.indexOf(canonicalJson({ command, ...said } as Json));
}
