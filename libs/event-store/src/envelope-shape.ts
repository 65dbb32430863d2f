import { z } from 'zod';
import type { Json } from '#kernel';

/** A digest or a commitment, as 64 lower-case hexadecimal characters. */
export const digestShape = z.string().regex(/^[0-9a-f]{64}$/);

/** That it is JSON is seen when it is written as such, a moment later; to look at every value twice would cost imports dearly. */
const json = z.custom<Json>((value) => value !== undefined);

/** A sealed value as events store it: its commitment, the value, and nothing else. */
export const envelopeShape = z.strictObject({ c: digestShape, v: json });
