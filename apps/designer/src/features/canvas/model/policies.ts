import { DEFAULT_RETRY, type Flow, type FlowEdit, type FlowNode, type RetryPolicy } from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';

/** What can be said of several steps at once. `undefined` leaves each as it is, `null` gives each back what its type says. */
export interface PolicyChange {
  readonly timeoutMs?: number | null | undefined;
  readonly slaMs?: number | null | undefined;
  readonly retry?: Partial<RetryPolicy> | null | undefined;
  readonly disabled?: boolean | undefined;
}

/** Steps a policy can be given to: starts have none. */
export function policySteps(flow: Flow, selected: readonly string[], catalogue: Catalogue): readonly FlowNode[] {
  return flow.nodes.filter(({ id, type }) => selected.includes(id) && catalogue.get(type)?.kind !== 'trigger');
}

/** A value that all share, or `mixed`. */
export function shared<T>(values: readonly T[]): T | 'mixed' {
  const [first, ...others] = values;
  return first !== undefined && others.every((value) => value === first)
    ? first
    : values.every((value) => value === undefined)
      ? (undefined as T)
      : 'mixed';
}

/** The edit that changes the reliability of several steps; steps that stay as they are, are left out. `undefined` when all do. */
export function changePolicies(
  flow: Flow,
  selected: readonly string[],
  change: PolicyChange,
  catalogue: Catalogue,
): FlowEdit | undefined {
  const edits = policySteps(flow, selected, catalogue).flatMap((node): FlowEdit[] => {
    const policy = changed(node, change, catalogue);
    return JSON.stringify(policy) === JSON.stringify(node.policy)
      ? []
      : [{ type: 'node.policy', node: node.id, policy }];
  });
  if (edits.length === 0) return undefined;
  const count = edits.length === 1 ? '1 step' : `${edits.length} steps`;
  return { type: 'batch', label: `change reliability of ${count}`, edits };
}

function changed(node: FlowNode, change: PolicyChange, catalogue: Catalogue): FlowNode['policy'] {
  const definition = catalogue.get(node.type);
  const { timeoutMs, slaMs, retry, disabled, ...rest } = node.policy;
  const next: FlowNode['policy'] = { ...rest };
  const put = <K extends 'timeoutMs' | 'slaMs'>(
    key: K,
    before: number | undefined,
    wanted: number | null | undefined,
  ) => {
    const value = wanted === undefined ? before : (wanted ?? undefined);
    if (value !== undefined) next[key] = value;
  };
  put('timeoutMs', timeoutMs, change.timeoutMs);
  put('slaMs', slaMs, change.slaMs);
  // A pure step is computed again, never tried again.
  const mayRetry = definition === undefined || definition.effect !== 'none';
  if (change.retry === undefined || !mayRetry) {
    if (retry !== undefined) next.retry = retry;
  } else if (change.retry !== null) {
    const merged = { ...(retry ?? definition?.retry ?? DEFAULT_RETRY), ...change.retry };
    next.retry = { ...merged, capMs: Math.max(merged.capMs, merged.baseMs) };
  }
  const off = change.disabled ?? disabled;
  if (off === true) next.disabled = true;
  return next;
}
