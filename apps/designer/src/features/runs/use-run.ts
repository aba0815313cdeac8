import { getRun, getRunChanges, type RunChanges, type RunView } from '@lockstep/schema/api';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { ask, keyOf, type ProblemError } from '../../api/index.ts';

/**
 * A run, kept up to date: read as a whole once, then only what is different. Steps that did not change stay the same objects, so a
 * page that shows two thousand of them draws the few that did, and in slices: it goes on answering meanwhile.
 */
export function useRun(runId: string) {
  const input = { params: { runId } };
  const query = useQuery<RunView, ProblemError>({
    queryKey: keyOf(getRun, input),
    queryFn: async ({ client, queryKey, signal }) => {
      const known = client.getQueryData<RunView>(queryKey);
      if (known === undefined) return ask(getRun, input, signal);
      return withChanges(known, await ask(getRunChanges, { ...input, query: { since: known.stamp } }, signal));
    },
    structuralSharing: false,
  });
  return { data: useDeferredValue(query.data), error: query.error, refetch: query.refetch };
}

/** The run as it is now: `known` where nothing is told. A run that moved to another flow is told whole. */
export function withChanges(known: RunView, changes: RunChanges): RunView {
  const { flow, ...rest } = changes;
  if (flow !== undefined) return { ...rest, flow };
  if (changes.steps.length === 0) return { ...rest, flow: known.flow, steps: known.steps };
  const changed = new Map(changes.steps.map((step) => [step.node, step]));
  return { ...rest, flow: known.flow, steps: known.steps.map((step) => changed.get(step.node) ?? step) };
}
