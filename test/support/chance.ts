/** What all chance comes from; printed, so that it can be had again. */
export function seedOf(what: string): number {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
  process.stderr.write(`${what}: SEED=${seed}\n`);
  return seed;
}

/** Chance that can be repeated (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
