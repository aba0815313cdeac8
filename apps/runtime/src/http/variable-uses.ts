import { type Flow, type FlowNode, type Issue, upgradeNodes } from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';
import { nearestName, type VariableUse, variablesIn } from '@lockstep/schema/variables';
import { paramPlaces } from '../runner/steps/params.ts';
import { listFlowRows, readDraft, readSnapshot } from '../store/flows.ts';
import { createCache } from './cache.ts';
import type { Doors } from './ports.ts';

/** A place of a flow that reads a variable. */
export interface PlacedVariable extends VariableUse {
  readonly node?: string;
  readonly field: string;
}

/** Every place of a flow that reads a variable: scripts and expressions of its steps, and those of its lanes. */
export function variablesOf(flow: Flow, catalogue: Catalogue): readonly PlacedVariable[] {
  const { lane } = flow.settings;
  const ofLane = Object.entries({
    key: lane?.key,
    'order/value': lane?.order?.value,
    'dedupe/value': lane?.dedupe?.value,
  }).flatMap(([field, text]) =>
    typeof text === 'string' ? variablesIn(text).map((use) => ({ ...use, field: `settings/lane/${field}` })) : [],
  );
  return [...upgraded(flow, catalogue).flatMap((node) => ofNode(node, catalogue)), ...ofLane];
}

function ofNode(node: FlowNode, catalogue: Catalogue): readonly PlacedVariable[] {
  const definition = catalogue.get(node.type);
  if (!definition) return [];
  const { scripts, expressions } = paramPlaces(definition, node.params);
  return Object.entries({ ...scripts, ...expressions }).flatMap(([field, text]) =>
    variablesIn(text).map((use) => ({ ...use, node: node.id, field })),
  );
}

/** A drawing that cannot be upgraded is looked at as it is; validation says what is wrong with it. */
function upgraded(flow: Flow, catalogue: Catalogue): readonly FlowNode[] {
  try {
    return upgradeNodes(flow, catalogue).nodes;
  } catch {
    return flow.nodes;
  }
}

/** Variables that this installation does not have. */
export function variableIssues(flow: Flow, catalogue: Catalogue, known: readonly string[]): readonly Issue[] {
  return variablesOf(flow, catalogue).flatMap(({ name, ...place }): Issue[] => {
    if (name === undefined) {
      const message = 'A variable is named in the text, as in vars.erpUrl: else nobody knows whether it is there.';
      return [{ severity: 'error', code: 'variable-unnamed', message, ...place }];
    }
    if (known.includes(name)) return [];
    const meant = nearestName(name, known);
    const message = `There is no variable "${name}" in this environment${meant === undefined ? '.' : `: did you mean "${meant}"?`}`;
    return [{ severity: 'error', code: 'variable-unknown', message, ...place }];
  });
}

export interface VariableReader {
  readonly flowId: string;
  readonly flowName: string;
  readonly published: boolean;
}

/** Who reads which variable. Documents are read once each: what is written in a document of a certain hash never changes. */
export function variableUses({ db, catalogue }: Pick<Doors, 'db' | 'catalogue'>) {
  const known = createCache<readonly string[]>({ max: 5000 });
  const namesIn = (flow: Flow | undefined) =>
    flow ? [...new Set(variablesOf(flow, catalogue).flatMap(({ name }) => name ?? []))] : [];

  /** By name of the variable. A flow whose draft and version both read it is told once, as published. */
  return async function readers(): Promise<ReadonlyMap<string, readonly VariableReader[]>> {
    const found = new Map<string, VariableReader[]>();
    for (const { id: flowId, name: flowName, draftHash, published } of await listFlowRows(db)) {
      const own = published
        ? await known.get(published.snapshotId, async () => namesIn(await readSnapshot(db, published.snapshotId)))
        : [];
      const drawn =
        published?.hash === draftHash
          ? []
          : await known.get(`${flowId}:${draftHash}`, async () => namesIn((await readDraft(db, flowId))?.flow));
      for (const name of new Set([...own, ...drawn])) {
        const reader = { flowId, flowName, published: own.includes(name) };
        found.set(name, [...(found.get(name) ?? []), reader]);
      }
    }
    return found;
  };
}
