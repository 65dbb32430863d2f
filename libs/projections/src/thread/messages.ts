import type { Position } from '#kernel';

/** What a thread that applies events is told. */
export type ToProjector =
  { readonly kind: 'bring'; readonly id: number; readonly view: string; readonly position: Position } | { readonly kind: 'stop' };

/** What it answers. `brought` comes also when the view could not be brought so far: whoever waits looks for themselves. */
export type FromProjector = { readonly kind: 'started' } | { readonly kind: 'brought'; readonly id: number };
