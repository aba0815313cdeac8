import { compareVersions, nextVersion, type Promises, promiseChange } from '@lockstep/schema/contracts';
import { type Flow, upgradeNodes } from '@lockstep/schema/graph';
import type { CallableContracts, Catalogue } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { pinnedRef } from '../contract-pins.ts';
import type { LoadedFlow } from '../steps/index.ts';
import { callableStart } from './choose-callee.ts';

/** What the next version of a flow that others can call means to them. */
export interface NextRelease {
  readonly semver: string;
  /** The release it was compared with, and why its callers may be wrong now; absent for the first one. */
  readonly against?: string;
  readonly breaks: readonly string[];
}

export interface LastRelease {
  readonly semver: string;
  readonly loaded: LoadedFlow;
}

/** Schema of a contract by its reference; `undefined` where it is not known, and nothing is promised. */
export type SchemaOf = (ref: string) => Json | undefined;

const FIRST = '1.0.0';

/**
 * The semantic version of what is about to be published: one major step behind the last release when callers may break, one minor step when
 * more is taken or promised, else one patch step. `undefined` for a flow that cannot be called.
 *
 * @param atLeast what it is called where it comes from: a release keeps its name in the next environment unless it breaks more there
 */
export function nextRelease(
  flow: Flow,
  { catalogue, schemaOf, last, atLeast }: ReleaseParts & { readonly atLeast?: string | undefined },
): NextRelease | undefined {
  const offered = promisesOf(flow, catalogue, schemaOf);
  if (!offered) return undefined;
  const before = last && callableStart(last.loaded);
  if (!last || !before) return { semver: later(FIRST, atLeast), breaks: [] };
  const { kind, breaks } = promiseChange(promised(before.contracts, schemaOf), offered);
  return { semver: later(nextVersion(last.semver, kind), atLeast), against: last.semver, breaks };
}

export interface ReleaseParts {
  readonly catalogue: Catalogue;
  readonly schemaOf: SchemaOf;
  readonly last: LastRelease | undefined;
}

/** What a drawing promises those who call it, by the contracts it is pinned to. */
function promisesOf(flow: Flow, catalogue: Catalogue, schemaOf: SchemaOf): Promises | undefined {
  for (const { type, params } of upgradeNodes(flow, catalogue).nodes) {
    const contracts = catalogue.get(type)?.callable?.(params);
    if (contracts) return promised(contracts, (ref) => schemaOf(pinnedRef(ref, flow.pins) ?? ref));
  }
  return undefined;
}

function promised({ input, output, capability }: CallableContracts, schemaOf: SchemaOf): Promises {
  return {
    takes: input === undefined ? undefined : schemaOf(input),
    returns: output === undefined ? undefined : schemaOf(output),
    capability,
  };
}

function later(own: string, other = own): string {
  return compareVersions(own, other) >= 0 ? own : other;
}
