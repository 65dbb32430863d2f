import type { Lease } from '#projections';

/** Does some work while this process holds a lease, once it has it; does nothing if it is told to stop before. */
export async function inTurn(lease: Lease, stopping: AbortSignal, work: () => Promise<void>): Promise<void> {
  if (stopping.aborted) return;
  const leave = lease.want();
  try {
    await taken(lease, stopping);
    if (!stopping.aborted) await work();
  } finally {
    await leave();
  }
}

function taken(lease: Lease, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (lease.epoch === undefined && !stopping.aborted) return;
      unhook();
      stopping.removeEventListener('abort', look);
      resolve();
    };
    const unhook = lease.onChange(look);
    stopping.addEventListener('abort', look);
    look();
  });
}
