import { DataTypeNode, PostgresQueryCompiler, RawNode, type ColumnDefinitionNode, type PrimitiveValueListNode } from 'kysely';

/** What the types of projections' columns, written as SQLite has them, are on PostgreSQL. */
const TYPES: Readonly<Record<string, string>> = {
  // Positions, codes and names are compared byte by byte, whatever language the database was made for.
  text: 'text collate "C"',
  // As wide as an integer of SQLite.
  integer: 'bigint',
};

/** Makes the same tables of the same words, and asks the same. */
export class PortableCompiler extends PostgresQueryCompiler {
  protected override visitColumnDefinition(node: ColumnDefinitionNode): void {
    const { dataType } = node;
    const type = DataTypeNode.is(dataType) ? TYPES[dataType.dataType as string] : undefined;
    super.visitColumnDefinition(type === undefined ? node : { ...node, dataType: RawNode.createWithSql(type) });
  }
  /** A list may be empty, as on SQLite: nothing is in it. */
  protected override visitPrimitiveValueList(node: PrimitiveValueListNode): void {
    if (node.values.length > 0) super.visitPrimitiveValueList(node);
    else this.append('(select null where false)');
  }
}
