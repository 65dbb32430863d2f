import { expect } from '@jest/globals';
import { CompiledQuery, sql, type Compilable, type Kysely } from 'kysely';
import { dialectOf } from '#projections';
import { onServer } from '../../../../projections/src/testing/read-store-of.js';

/** How a database finds the rows of a query, as SQLite says it: one line a step, outer tables first. */
export async function queryPlan<Tables>(db: Kysely<Tables>, query: Compilable): Promise<string[]> {
  const { sql: text, parameters } = query.compile();
  if (dialectOf(db) === 'postgres') return postgresPlan(db, text, parameters);
  const { rows } = await db.executeQuery<{ detail: string }>(CompiledQuery.raw(`explain query plan ${text}`, [...parameters]));
  return rows.map(({ detail }) => detail);
}

/**
 * Holds plans to what is expected of them on SQLite, which chooses the same index however many rows there are. PostgreSQL chooses by what it
 * knows of the rows, and of so few it knows nothing: there it is only held that nothing is read from end to end.
 */
export function expectPlan(plan: readonly string[], onSqlite: (plan: readonly string[]) => void): void {
  if (!onServer()) return onSqlite(plan);
  expect(plan.length).toBeGreaterThan(0);
  expect(plan.join('\n')).not.toMatch(/SCAN/);
}

/** A node of PostgreSQL's own plan, as far as it is looked at. */
interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Alias?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** So few rows are fastest read from end to end: it is asked how they would be found if that, hashing and sorting were expensive. */
const EXPENSIVE = ['seqscan', 'bitmapscan', 'hashjoin', 'mergejoin', 'sort', 'material', 'memoize', 'hashagg'];

async function postgresPlan<Tables>(db: Kysely<Tables>, text: string, parameters: readonly unknown[]): Promise<string[]> {
  return db.transaction().execute(async (tx) => {
    for (const way of EXPENSIVE) await sql.raw(`set local enable_${way} = off`).execute(tx);
    const explain = CompiledQuery.raw(`explain (format json) ${text}`, [...parameters]);
    const { rows } = await tx.executeQuery<{ 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }] }>(explain);
    return rows.flatMap((row) => linesOf(row['QUERY PLAN'][0].Plan));
  });
}

function linesOf(node: PlanNode): string[] {
  return [...ownLine(node), ...(node.Plans ?? []).flatMap(linesOf)];
}

function ownLine({
  'Node Type': type,
  'Relation Name': table,
  Alias: alias,
  'Index Name': index,
  'Index Cond': condition,
}: PlanNode): string[] {
  if (type === 'Sort' || type === 'Incremental Sort') return ['USE TEMP B-TREE'];
  if (table === undefined) return [];
  if (condition === undefined) return [`SCAN ${alias ?? table}`];
  const covering = type === 'Index Only Scan' ? 'COVERING ' : '';
  const name = index?.endsWith('_key') === true || index?.endsWith('_pkey') === true ? 'PRIMARY KEY' : `${covering}INDEX ${index}`;
  return [`SEARCH ${alias ?? table} USING ${name} (${conditionOf(condition)})`];
}

/** `((cycle = '2020'::text) AND (place > '4'::text))` as SQLite would say it: `cycle=? AND place>?`. */
function conditionOf(condition: string): string {
  return condition
    .split(' AND ')
    .map((part) => /\(*(?:ROW\()?(?:\w+\.)?"?(\w+)"?[^=<>]*? ([=<>]+) /.exec(part))
    .flatMap((found) => (found === null ? [] : [`${found[1]}${found[2]?.[0]}?`]))
    .join(' AND ');
}
