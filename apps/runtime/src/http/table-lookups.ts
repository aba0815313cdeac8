import { type Flow, type Issue, upgradeNodes } from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';
import { lookupsIn, pinTables } from '@lockstep/schema/tables';
import { paramPlaces } from '../runner/steps/params.ts';
import type { Db } from '../store/index.ts';
import { newestOf } from '../store/xref/tables.ts';

interface FoundLookup {
  readonly node: string;
  readonly field: string;
  readonly tables: readonly string[];
  readonly unnamed: readonly number[];
  readonly isLive: boolean;
}

/** Errors of look-ups: tables that are not there, or that nobody can tell from the text. */
export async function lookupIssues(flow: Flow, { db, catalogue }: Parts): Promise<readonly Issue[]> {
  const found = lookupsOf(flow, catalogue);
  const known = await newestOf(db, [...new Set(found.flatMap(({ tables }) => tables))]);
  return found.flatMap(({ node, field, tables, unnamed }): Issue[] => [
    ...tables
      .filter((table) => !known.has(table))
      .map((table): Issue => {
        const message = `There is no table "${table}" to look things up in.`;
        return { severity: 'error', code: 'table-unknown', message, node, field };
      }),
    ...unnamed.map((line): Issue => {
      const message =
        "A look-up names its table by a text, as in t.lookup('sku', …): else nobody knows which version to keep.";
      return { severity: 'error', code: 'table-unnamed', message, node, field, line, column: 1 };
    }),
  ]);
}

/** The flow with the newest versions of the tables it reads; 0 for those that only steps which read the newest ask. */
export async function withPins(flow: Flow, { db, catalogue }: Parts): Promise<Flow> {
  const found = lookupsOf(flow, catalogue);
  const names = [...new Set(found.flatMap(({ tables }) => tables))].sort();
  const newest = await newestOf(db, names);
  const pinned = new Set(found.flatMap(({ tables, isLive }) => (isLive ? [] : tables)));
  const pins = [...newest].sort().map(([name, version]) => [name, pinned.has(name) ? version : 0] as const);
  return pinTables(flow, Object.fromEntries(pins));
}

interface Parts {
  readonly db: Db;
  readonly catalogue: Catalogue;
}

function lookupsOf(flow: Flow, catalogue: Catalogue): readonly FoundLookup[] {
  return upgraded(flow, catalogue).nodes.flatMap((node) => {
    const definition = catalogue.get(node.type);
    if (!definition) return [];
    const { scripts, expressions } = paramPlaces(definition, node.params);
    return Object.entries({ ...scripts, ...expressions }).flatMap(([field, text]) => {
      const found = lookupsIn(text);
      if (found.tables.length + found.unnamed.length === 0) return [];
      return [{ node: node.id, field, ...found, isLive: node.policy.tables === 'live' }];
    });
  });
}

/** A drawing that cannot be upgraded is looked at as it is; validation says what is wrong with it. */
function upgraded(flow: Flow, catalogue: Catalogue): Flow {
  try {
    return upgradeNodes(flow, catalogue);
  } catch {
    return flow;
  }
}
