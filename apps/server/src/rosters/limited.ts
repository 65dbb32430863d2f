import { Transform, type TransformCallback } from 'node:stream';

/** Lets so many bytes through and then fails, so that what is too large never fills the disk. */
export class Limited extends Transform {
  constructor(
    private left: number,
    private readonly tooMuch: () => Error,
  ) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.left -= chunk.length;
    if (this.left < 0) done(this.tooMuch());
    else done(null, chunk);
  }
}
