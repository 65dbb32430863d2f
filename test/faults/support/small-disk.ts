import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Why a small disk cannot be had here; undefined if it can. Only root may mount, and not in every container. */
export function whyNoSmallDisk(directory: string): string | undefined {
  mkdirSync(directory, { recursive: true });
  const { status, stderr, error } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', directory], { encoding: 'utf8' });
  if (status !== 0) return error?.message ?? stderr.trim();
  umount(directory);
  return undefined;
}

function umount(directory: string): void {
  const { status, stderr } = spawnSync('umount', ['--lazy', directory], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** A disk of a few megabytes over a directory, which can be filled to its last byte. */
export class SmallDisk {
  private readonly ballast: string;

  /** @param megabytes what it holds */
  constructor(
    private readonly directory: string,
    megabytes: number,
  ) {
    mkdirSync(directory, { recursive: true });
    const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'none', directory], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    this.ballast = join(directory, 'ballast');
  }

  /** Takes all room that there is, also what the others have freed since. */
  fill(): void {
    const file = openSync(this.ballast, 'a', 0o600);
    try {
      while (this.free() > 0) writeSync(file, Buffer.alloc(Math.min(this.free(), 256 * 1024)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
  }

  /** Gives back all the room that was taken. */
  empty(): void {
    rmSync(this.ballast, { force: true });
  }

  remove(): void {
    umount(this.directory);
  }

  private free(): number {
    const { bavail, bsize } = statfsSync(this.directory);
    return bavail * bsize;
  }
}
