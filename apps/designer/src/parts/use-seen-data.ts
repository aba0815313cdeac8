import { getStepData, listRuns, type StepData } from '@lockstep/schema/api';
import { type Flow, upstreamOf } from '@lockstep/schema/graph';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ask, keyOf, useCall } from '../api/index.ts';
import { useEditorUi } from '../stores/editor-ui.ts';

/** Steps whose outputs are fetched, the nearest before; a message seldom needs what lies further back. */
const MOST_STEPS = 6;
const FRESH_MS = 60_000;

export interface SeenData {
  /** What the step received. */
  readonly input: unknown;
  /** What the steps before it gave, by id. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What went through a step and those before it: in a run, else in the test run over the canvas, else in the newest run of the flow. */
export function useSeenData(flow: Flow, node: string, run?: string): SeenData {
  const testRun = useEditorUi((ui) => ui.testRunId);
  const query = { flow: flow.id, limit: 1 };
  const newest = useCall(
    listRuns,
    { query },
    { enabled: run === undefined && testRun === undefined, staleTime: FRESH_MS },
  );
  const runId = run ?? testRun ?? newest.data?.runs[0]?.runId;
  const { edges, nodes } = flow;
  const before = useMemo(() => [...upstreamOf({ nodes, edges }, node)].slice(0, MOST_STEPS), [nodes, edges, node]);
  const asked = runId === undefined ? [] : [node, ...before];
  const found = useQueries({
    queries: asked.map((id) => {
      const input = { params: { runId: runId ?? '', node: id } };
      return { queryKey: keyOf(getStepData, input), queryFn: () => ask(getStepData, input) };
    }),
    combine: (answers) => answers.map(({ data }) => data),
  });
  return useMemo(() => {
    const [own, ...earlier] = found;
    const outputs = before.map((id, index) => [id, whole(earlier[index]?.output)] as const);
    return {
      input: whole(own?.input),
      outputs: Object.fromEntries(outputs.filter(([, value]) => value !== undefined)),
    };
  }, [found, before]);
}

function whole(shown: StepData['input']): unknown {
  return shown?.truncated === false ? shown.value : undefined;
}
