import { getRunItem, listRunItems, type RunView, type StepView } from '@lockstep/schema/api';
import { byId, type Flow, scopesAround } from '@lockstep/schema/graph';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ask, keyOf } from '../../api/index.ts';
import { itemName } from '../../parts/item-words.ts';

/** One item of a scope: `lines@3` in the address. */
interface ItemAt {
  readonly scope: string;
  readonly item: string;
}

export interface ShownItems {
  /** All steps of the run; those of bodies as the shown item took them. */
  readonly steps: readonly StepView[];
  /** What people call the item that is shown of each scope. */
  readonly names: Readonly<Record<string, string>>;
}

/**
 * Which item is shown of each scope, and how it went through the body: the one a person chose; else the first that failed,
 * the first under way, or the first. A scope within a scope shows one when it is chosen.
 */
export function useShownItems(run: RunView, chosen: string | undefined): ShownItems {
  const picked = parseItem(chosen, run.flow);
  const root = picked && rootOf(run.flow, picked.scope);
  const begun = run.steps.filter((step) => step.scope !== undefined && step.scope.ended + step.scope.open.length > 0);
  const failing = begun.filter(({ node, scope }) => node !== root && (scope?.failed ?? 0) > 0);
  const failed = useQueries({ queries: failing.map(({ node }) => firstFailed(run.runId, node)) });
  const wanted = begun.flatMap((step): ItemAt[] => {
    if (picked && step.node === root) return [picked];
    const index = failing.indexOf(step);
    const item = index === -1 ? (step.scope?.open[0] ?? '0') : failed[index]?.data?.items[0]?.path;
    return item === undefined ? [] : [{ scope: step.node, item }];
  });
  const told = useQueries({ queries: wanted.map((at) => oneItem(run.runId, at)), combine: stepsOf });
  const names = wanted.flatMap(({ scope, item }) => {
    const chain = [...scopesAround(byId(run.flow.nodes), scope).toReversed(), scope];
    return chain.map((one, depth) => [one, itemName(item.split('.')[depth] ?? '0')] as const);
  });
  const steps = useMemo(() => {
    const inner = new Map(told.map((step) => [step.node, step]));
    return inner.size === 0 ? run.steps : run.steps.map((step) => inner.get(step.node) ?? step);
  }, [run.steps, told]);
  const named = JSON.stringify(names);
  return {
    steps,
    // Also for the drawing: the same names are the same object.
    names: useMemo(() => Object.fromEntries(JSON.parse(named) as [string, string][]), [named]),
  };
}

function stepsOf(
  told: readonly { readonly data?: { readonly steps: readonly StepView[] } | undefined }[],
): readonly StepView[] {
  return told.flatMap(({ data }) => data?.steps ?? []);
}

function firstFailed(runId: string, node: string) {
  const input = { params: { runId, node }, query: { status: 'failed', limit: 1 } } as const;
  return { queryKey: keyOf(listRunItems, input), queryFn: () => ask(listRunItems, input) };
}

function oneItem(runId: string, { scope, item }: ItemAt) {
  const input = { params: { runId, node: scope, item } };
  return { queryKey: keyOf(getRunItem, input), queryFn: () => ask(getRunItem, input), retry: false };
}

function parseItem(text: string | undefined, flow: Flow): ItemAt | undefined {
  const [scope = '', item = ''] = (text ?? '').split('@');
  const depth = scopesAround(byId(flow.nodes), scope).length + 1;
  const isPath = /^\d+(\.\d+)*$/.test(item) && item.split('.').length === depth;
  return isPath && flow.nodes.some(({ id }) => id === scope) ? { scope, item } : undefined;
}

function rootOf(flow: Flow, scope: string): string {
  return scopesAround(byId(flow.nodes), scope).at(-1) ?? scope;
}
