import type { NamedProjection } from '../read-store.js';

/** What the name of a home's schema says. */
export interface NamedSchema {
  readonly view: string;
  readonly version: number;
  /** Undefined while it is being built. */
  readonly generation: number | undefined;
}

/** The name of a version's schemas, but for what tells generations apart. */
export function baseName(namespace: string, { name, version }: NamedProjection): string {
  return `${namespace}_${inWords(name)}_v${version}`;
}

/** `<namespace>_<view>_v<version>`, after a rebuild `…_g<generation>`. */
export function schemaName(namespace: string, projection: NamedProjection, generation: number): string {
  return `${baseName(namespace, projection)}${generation === 0 ? '' : `_g${generation}`}`;
}

/** Reads the name of a schema, if it is one of this namespace; the view's name has `_` for `-`. */
export function readSchemaName(namespace: string, schema: string): NamedSchema | undefined {
  if (!schema.startsWith(`${namespace}_`)) return undefined;
  const found = /^(.+)_v(\d+)(?:_g(\d+)|(_b[0-9a-f]+))?$/.exec(schema.slice(namespace.length + 1));
  const [, view, version, generation = '0', building] = found ?? [];
  if (view === undefined) return undefined;
  return { view, version: Number(version), generation: building === undefined ? Number(generation) : undefined };
}

/** The name of a view as it stands in names of schemas. */
export function inWords(view: string): string {
  return view.replaceAll('-', '_');
}
