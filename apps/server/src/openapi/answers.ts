import { z } from 'zod';
import type { Json } from '#kernel';
import type { Listed } from '#projections';

/** Shapes that stand under a name in the document's components. */
export const components = z.registry<{ id: string }>();

/** Gives a copy of a shape a name of its own in the document: what others share, such as `text`, goes without. */
export function named<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  const own = schema.clone();
  components.add(own, { id });
  return own;
}

/** Any JSON value. */
export const json = z.custom<Json>((value) => value !== undefined).describe('any JSON value');

export const text = z.string();

/** How often something is there. */
export const count = z.int();

/** A moment of the log. */
export const moment = named('Moment', z.strictObject({ position: text, time: text }));

/**
 * The one shape of a page of a list: `items` as they were at `asOf`, and `nextCursor` unless it is the last page.
 * @param beside what a list says besides
 */
export function pageOf<Item, Beside extends Shape = Readonly<Record<never, z.ZodType>>>(
  id: string,
  item: z.ZodType<Item>,
  beside?: Beside,
): z.ZodType<Listed<Item> & ShapeOf<Beside>> {
  const page = z.strictObject({ ...beside, asOf: moment, items: z.array(item), nextCursor: text.optional() });
  return named(id, page) as unknown as z.ZodType<Listed<Item> & ShapeOf<Beside>>;
}

type Shape = Readonly<Record<string, z.ZodType>>;
type ShapeOf<Members extends Shape> = { readonly [Name in keyof Members]: z.output<Members[Name]> };

/** Who acted, as of the act. */
export const actor = named(
  'Actor',
  z.strictObject({
    userId: text,
    name: text,
    role: text,
    unit: text,
    unitName: text,
    line: text,
    onBehalfOf: text.optional(),
  }),
);

export const post = named('Post', z.strictObject({ role: text, unit: text, line: text }));

/** RFC 9457. */
export const problem = named(
  'Problem',
  z.strictObject({
    type: text,
    title: text,
    status: z.int(),
    detail: text,
    code: text,
    errors: z.array(z.strictObject({ pointer: text, code: text, detail: text })).optional(),
    allowed: z.array(text).optional(),
    samples: z.array(z.strictObject({ recordId: text, line: text, level: text, digest: text })).optional(),
    revision: z.int().optional(),
    recordId: text.optional(),
  }),
);
