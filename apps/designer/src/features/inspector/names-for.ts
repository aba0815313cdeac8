import { type Flow, upstreamOf } from '@lockstep/schema/graph';
import type { EditorNames } from '../../forms/editor/names.ts';
import type { SeenData } from '../../parts/use-seen-data.ts';

/**
 * What a script at this step can name: the steps before it with what they gave, and its message as it was when last
 * `seen`, else as a sample shows it.
 */
export function namesFor(flow: Flow, nodeId: string, seen: SeenData, vars?: EditorNames['vars']): EditorNames {
  const before = upstreamOf(flow, nodeId);
  const steps = flow.nodes.filter(({ id }) => before.has(id)).map(({ id, name }) => ({ id, name }));
  const input = seen.input ?? inputSample(flow, nodeId);
  return { steps, input, outputs: seen.outputs, ...(vars && { vars }) };
}

/** The sample of the start right before a step, or its own where it is one; further on nobody knows without a run. */
function inputSample(flow: Flow, nodeId: string): unknown {
  const from = flow.edges.find(({ to }) => to === nodeId)?.from ?? nodeId;
  if (flow.edges.some(({ to }) => to === from)) return undefined;
  return (flow.tests.find(({ node }) => node === from) ?? flow.tests[0])?.message;
}
