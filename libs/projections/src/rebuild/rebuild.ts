import type { Homes } from '../read-store.js';
import type { BuildProgress } from './build-home.js';
import type { Builder } from './builder.js';

/**
 * Builds the next generation of a view beside the one that serves, then switches. Until then nothing that serves is touched: a crash leaves
 * a place that a later rebuild clears away. Of two rebuilds at the same time the later to end has the last word.
 */
export async function rebuildGeneration(
  homes: Homes,
  view: string,
  build: Builder,
  progress: (progress: BuildProgress) => void,
): Promise<void> {
  const place = await homes.reserve();
  try {
    await build(view, place, progress);
  } catch (error) {
    await homes.discard(place);
    throw error;
  }
  await homes.serve(place);
}
