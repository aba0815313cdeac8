import type { Catalogue } from '../node/define-node.ts';
import type { Flow, FlowNode } from './flow.ts';
import type { Issue } from './issue.ts';
import { checkSearch } from './search-fields.ts';
import { downstreamOf, findCycle } from './topology.ts';
import { checkEdges } from './validate-edges.ts';
import { checkGroups } from './validate-groups.ts';
import { checkLane } from './validate-lane.ts';
import { checkLayers } from './validate-layers.ts';
import { checkNode } from './validate-node.ts';
import { checkScopes } from './validate-scopes.ts';
import { checkTests } from './validate-tests.ts';
import { checkUndo } from './validate-undo.ts';

/**
 * Everything that can be said about a drawing without running it, errors first. No error means: it can be published
 * as far as the document alone tells (scripts, connections and hook addresses are checked by the runtime on top).
 */
export function validateFlow(flow: Flow, catalogue: Catalogue): readonly Issue[] {
  const issues = [
    ...checkIds(flow),
    ...flow.nodes.flatMap((node) => checkNode(node, catalogue)),
    ...checkEdges(flow, catalogue),
    ...checkScopes(flow, catalogue),
    ...checkUndo(flow, catalogue),
    ...checkGroups(flow),
    ...checkPromises(flow),
    ...checkLane(flow),
    ...checkLayers(flow, catalogue),
    ...checkSearch(flow),
    ...checkTests(flow),
    ...checkCycle(flow),
    ...checkTriggers(flow, catalogue),
    ...checkReach(flow, catalogue),
  ];
  return [...issues.filter(isError), ...issues.filter((issue) => !isError(issue))];
}

export function isError({ severity }: Issue): boolean {
  return severity === 'error';
}

function checkIds(flow: Flow): readonly Issue[] {
  const seen = new Set<string>();
  return flow.nodes.flatMap(({ id, name }): Issue[] => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [
      {
        severity: 'error',
        code: 'id-taken',
        node: id,
        message: `Two steps have the id "${id}"; the second is "${name}".`,
      },
    ];
  });
}

function checkCycle(flow: Flow): readonly Issue[] {
  const cycle = findCycle(flow);
  if (!cycle) return [];
  const names = cycle.map((id) => nameOf(flow, id)).join(' → ');
  const [node] = cycle;
  return [
    { severity: 'error', code: 'cycle', message: `These steps wait for each other: ${names}.`, ...(node && { node }) },
  ];
}

/** A promise that can only be broken after the run was stopped is none. */
function checkPromises({ settings: { deadlineMs, slaMs } }: Flow): readonly Issue[] {
  if (deadlineMs === undefined || slaMs === undefined || slaMs < deadlineMs) return [];
  const message = 'The run is stopped at its deadline before it can break the promised time.';
  return [{ severity: 'warning', code: 'sla-after-deadline', message, field: 'settings/slaMs' }];
}

function checkTriggers(flow: Flow, catalogue: Catalogue): readonly Issue[] {
  const triggers = flow.nodes.filter(({ type }) => catalogue.get(type)?.kind === 'trigger');
  if (triggers.length === 0) {
    return [
      {
        severity: 'error',
        code: 'trigger-missing',
        message: 'The flow has no start: add a webhook or a manual start.',
      },
    ];
  }
  return [];
}

function checkReach(flow: Flow, catalogue: Catalogue): readonly Issue[] {
  const reached = new Set<string>();
  for (const { id, type } of flow.nodes) {
    if (catalogue.get(type)?.kind !== 'trigger') continue;
    reached.add(id);
    for (const next of downstreamOf(flow, id)) reached.add(next);
  }
  return flow.nodes.flatMap(({ id, name, type }): Issue[] =>
    reached.has(id) || !catalogue.has(type)
      ? []
      : [
          {
            severity: 'warning',
            code: 'unreachable',
            node: id,
            message: `No message can reach "${name}": join it to a step before it.`,
          },
        ],
  );
}

function nameOf(flow: Flow, id: string): string {
  return flow.nodes.find((node: FlowNode) => node.id === id)?.name ?? id;
}
