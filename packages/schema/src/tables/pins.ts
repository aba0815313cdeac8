import type { Flow } from '../graph/flow.ts';

/** Version of a table, by name. */
export type TablePins = Readonly<Record<string, number>>;

/** The flow as it is published: with the versions of the tables it is to read, for ever. */
export function pinTables(flow: Flow, pins: TablePins): Flow {
  const { tables: _, ...settings } = flow.settings;
  return { ...flow, settings: Object.keys(pins).length === 0 ? settings : { ...settings, tables: { ...pins } } };
}
