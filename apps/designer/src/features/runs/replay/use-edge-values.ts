import { getStepData, type RunView, type StepView } from '@lockstep/schema/api';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ask, keyOf } from '../../../api/index.ts';
import { edgeId } from '../../../stores/selection-slice.ts';

/** What more steps gave is not asked for: words on so many edges could not be read. */
const MOST = 40;
const LENGTH = 42;

/** The beginning of what each step gave, on the edges it left by, by edge. Nothing while `wanted` is false. */
export function useEdgeValues(
  run: RunView,
  steps: readonly StepView[],
  wanted: boolean,
): Readonly<Record<string, string>> | undefined {
  const given = wanted
    ? steps.filter(({ status, port, item }) => status === 'succeeded' && port !== undefined && item === undefined)
    : [];
  const asked = given.slice(0, MOST);
  const data = useQueries({
    queries: asked.map(({ node }) => {
      const input = { params: { runId: run.runId, node } };
      return {
        queryKey: keyOf(getStepData, input),
        queryFn: () => ask(getStepData, input),
        staleTime: Number.POSITIVE_INFINITY,
        retry: false,
      };
    }),
  });
  const texts = JSON.stringify(
    asked.map(({ node, port }, index) => [node, port, beginning(data[index]?.data?.output?.value)]),
  );
  return useMemo(() => {
    if (!wanted) return undefined;
    const byStep = new Map(
      (JSON.parse(texts) as [string, string, string | null][]).map(([node, port, text]) => [`${node} ${port}`, text]),
    );
    return Object.fromEntries(
      run.flow.edges.flatMap((edge) => {
        const text = byStep.get(`${edge.from} ${edge.port}`);
        return text == null ? [] : [[edgeId(edge), text]];
      }),
    );
  }, [wanted, texts, run.flow.edges]);
}

function beginning(value: unknown): string | null {
  if (value === undefined) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LENGTH ? `${text.slice(0, LENGTH)}…` : text;
}
