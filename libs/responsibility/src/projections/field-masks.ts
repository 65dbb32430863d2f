import type { RecordType } from '#verification';

/**
 * Sets of a type's fields as short texts: a bit for each field in the order in which the type names them, in hexadecimal. Fields may be
 * added at the end of the type; any other change of their order needs a new version of the projection.
 */
export class FieldMasks {
  private readonly names: readonly string[];
  private readonly bits: ReadonlyMap<string, bigint>;
  private readonly read = new Map<string, readonly string[]>();

  constructor(type: RecordType) {
    this.names = type.sections.flatMap(({ fields }) => fields.map(({ name }) => name));
    this.bits = new Map(this.names.map((name, index) => [name, 1n << BigInt(index)]));
  }

  /** Fields that the type does not have are left out. */
  maskOf(fields: readonly string[]): string {
    let mask = 0n;
    for (const field of fields) mask |= this.bits.get(field) ?? 0n;
    return mask.toString(16);
  }

  fieldsOf(mask: string): readonly string[] {
    const known = this.read.get(mask);
    if (known !== undefined) return known;
    const set = BigInt(`0x${mask}`);
    const fields = this.names.filter((name) => (set & (this.bits.get(name) ?? 0n)) !== 0n);
    this.read.set(mask, fields);
    return fields;
  }

  union(a: string, b: string): string {
    return a === b ? a : (BigInt(`0x${a}`) | BigInt(`0x${b}`)).toString(16);
  }
}
