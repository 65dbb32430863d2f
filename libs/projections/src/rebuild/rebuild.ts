import { asDiskFull } from '#disk';
import type { Homes } from '../read-store.js';

/**
 * Builds the next generation of a view beside the one that serves, then switches. Until then nothing that serves is touched: a crash leaves
 * a place that a later rebuild clears away. Of two rebuilds at the same time the later to end has the last word.
 */
export async function rebuildGeneration(homes: Homes, build: (place: string) => Promise<void>): Promise<void> {
  const place = await homes.reserve();
  try {
    await build(place);
  } catch (error) {
    await homes.discard(place);
    throw asDiskFull(error);
  }
  await served(homes, place);
}

async function served(homes: Homes, place: string): Promise<void> {
  try {
    await homes.serve(place);
  } catch (error) {
    throw asDiskFull(error);
  }
}
