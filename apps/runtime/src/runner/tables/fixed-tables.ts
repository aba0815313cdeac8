import type { TableContent } from '@lockstep/schema/tables';
import type { Sandbox, SandboxTable } from '../../sandbox/index.ts';
import { tableText } from './table-text.ts';

/** A table at hand, without a database. */
export interface FixedTable extends TableContent {
  readonly name: string;
}

/** A sandbox in which every script may ask the same tables: for tests of flows, which have no runtime. */
export function withFixedTables(sandbox: Pick<Sandbox, 'call'>, tables: readonly FixedTable[]): Pick<Sandbox, 'call'> {
  if (tables.length === 0) return sandbox;
  const fixed: Record<string, readonly SandboxTable[]> = Object.fromEntries(
    tables.map((table) => [
      table.name,
      [{ key: `${table.name}@fixed`, content: Buffer.from(JSON.stringify(tableText(table))) }],
    ]),
  );
  return { call: (call) => sandbox.call({ ...call, tables: fixed }) };
}
