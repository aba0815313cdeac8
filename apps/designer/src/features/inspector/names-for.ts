import { type Flow, upstreamOf } from '@lockstep/schema/graph';
import type { EditorNames } from '../../forms/editor/names.ts';

/** What a script at this step can name: the steps before it, and its message where a sample tells what that is. */
export function namesFor(flow: Flow, nodeId: string, outputs: Readonly<Record<string, unknown>> = {}): EditorNames {
  const before = upstreamOf(flow, nodeId);
  const steps = flow.nodes.filter(({ id }) => before.has(id)).map(({ id, name }) => ({ id, name }));
  return { steps, input: inputSample(flow, nodeId, outputs) };
}

/** The message a step receives as far as it is known: the sample of a start right before it, or its own if it is one. */
function inputSample(flow: Flow, nodeId: string, outputs: Readonly<Record<string, unknown>>): unknown {
  const [first] = flow.edges.filter(({ to }) => to === nodeId);
  const from = first?.from ?? nodeId;
  if (outputs[from] !== undefined) return outputs[from];
  const isStart = !flow.edges.some(({ to }) => to === from);
  if (!isStart) return undefined;
  return (flow.tests.find(({ node }) => node === from) ?? flow.tests[0])?.message;
}
