import { getDraft, getVersion, listFlows } from '@lockstep/schema/api';
import { type Flow, newestIn } from '@lockstep/schema/graph';
import { call } from '../../../api/index.ts';
import { choicesOf } from '../../../parts/use-callees.ts';
import { catalogue } from '../../../steps/catalogue.ts';
import type { FlowStore } from '../../../stores/flow-store.ts';
import { toast } from '../../../ui/index.ts';
import { inlineCall } from '../model/sub-flow/inline.ts';

/** Puts the steps of the flow that the selected step calls in its place, or says why not. Answers the new steps. */
export async function inlineSelected(store: FlowStore): Promise<readonly string[]> {
  const { flow, selection } = store.getState();
  const [only] = selection.nodes;
  const node = flow.nodes.find(({ id }) => id === only);
  const target = node && catalogue.get(node.type)?.calls?.(node.params);
  const refuse = (detail: string): readonly string[] => {
    toast({ kind: 'failed', title: 'This call stays', detail });
    return [];
  };
  if (node === undefined || target === undefined) return refuse('Select one step that calls a flow.');
  const called = await calledFlow(target.flowId, target.versions);
  if (typeof called === 'string') return refuse(called);
  // Other hands may have been at work while the flow was fetched.
  const now = store.getState().flow;
  const made = inlineCall(now, node.id, called, catalogue);
  if ('refusals' in made) return refuse(made.refusals.join(' '));
  store.getState().edit(made.edit);
  if (made.notes.length > 0)
    toast({ title: `“${called.name}” is part of this flow now`, detail: made.notes.join(' ') });
  return made.ids;
}

/** The version a call would get now; the draft of a flow that was never published. */
async function calledFlow(flowId: string, versions: string): Promise<Flow | string> {
  const flows = await call(listFlows, {});
  const found = flows.ok ? flows.value.flows.find(({ id }) => id === flowId) : undefined;
  if (found === undefined) return flows.ok ? `There is no flow “${flowId}”.` : flows.problem.title;
  if (found.publishedVersion === undefined) {
    const draft = await call(getDraft, { params: { flowId } });
    return draft.ok ? draft.value.flow : draft.problem.title;
  }
  const version = newestIn(
    versions,
    choicesOf({ publishedVersion: found.publishedVersion, releases: found.releases ?? [] }),
  );
  if (version === undefined) return `“${found.name}” has no version that fits “${versions}”.`;
  const answer = await call(getVersion, { params: { flowId, version } });
  return answer.ok ? answer.value.flow : answer.problem.title;
}
