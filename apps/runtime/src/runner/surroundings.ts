import * as api from '@lockstep/schema/api';
import { findContract } from '@lockstep/schema/contracts';
import type { SeenTable } from '@lockstep/schema/environments';
import type { Flow } from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';
import { pinnedRef } from './contract-pins.ts';
import { neededBy, needsOf } from './flow-needs.ts';

/** Unwraps an answer of an API. @throws whatever its caller throws for a refusal */
export type Unwrap = <T>(
  answer:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly code: string; readonly detail: string },
) => T;

/** What flows of an installation stand on there: contracts of its registry, and tables. */
export interface FoundSurroundings {
  /** Those that ship with Lockstep are left out: they are the same everywhere. */
  readonly contracts: readonly api.ContractView[];
  readonly tables: readonly SeenTable[];
}

/**
 * Contracts and tables that flows name, as an installation has them. A published version names the versions it was pinned to; a draft means
 * the newest. What is not there is left out.
 */
export async function readSurroundings(
  flows: readonly Flow[],
  { call, catalogue, value }: { readonly call: api.Call; readonly catalogue: Catalogue; readonly value: Unwrap },
): Promise<FoundSurroundings> {
  const names = neededBy(flows, 'table', catalogue);
  const refs = neededBy(flows, 'contract', catalogue).length > 0;
  const known = refs ? value(await call(api.listContracts, {})).contracts : [];
  const contracts = new Map<string, api.ContractView>();
  for (const flow of flows) {
    for (const { kind, name } of needsOf(flow, catalogue)) {
      const found = kind === 'contract' ? findContract(pinnedRef(name, flow.pins) ?? name, known) : undefined;
      if (found && !found.builtIn) contracts.set(`${found.name}@${found.version}`, found);
    }
  }
  const tables: SeenTable[] = [];
  for (const name of names) {
    const [only] = flows;
    const pinned = flows.length === 1 ? only?.settings.tables?.[name] : undefined;
    const answer = await call(api.getTable, { params: { name }, query: pinned ? { version: pinned } : {} });
    if (!answer.ok && answer.code === 'not-found') continue;
    const { title, columns, tests, rows } = value(answer);
    tables.push({ name, title, columns, tests, rows });
  }
  return { contracts: newestOfEach([...contracts.values()]), tables };
}

/** Where flows mean several versions of one contract, the newest of them. */
function newestOfEach(found: readonly api.ContractView[]): readonly api.ContractView[] {
  return [...new Set(found.map(({ name }) => name))].sort().flatMap(
    (name) =>
      findContract(
        name,
        found.filter((each) => each.name === name),
      ) ?? [],
  );
}
