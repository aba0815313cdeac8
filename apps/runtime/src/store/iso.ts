import type { PendingQuery, Row } from 'postgres';
import type { Sql } from './open-store.ts';

/** A column of times as ISO text in UTC, to the millisecond. */
export function iso(sql: Sql, column: string): PendingQuery<Row[]> {
  return sql`to_char(${sql(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
