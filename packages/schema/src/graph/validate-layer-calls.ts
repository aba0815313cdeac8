import type { Catalogue } from '../node/define-node.ts';
import type { Flow, FlowLayer } from './flow.ts';
import { callsOf } from './flow-calls.ts';
import type { Issue } from './issue.ts';

/** What is known of other flows: `unseen` where nothing can be said, `none` for one without a layer. */
export type KnownLayer = FlowLayer | 'none' | 'unseen';

const HEIGHT: Readonly<Record<FlowLayer, number>> = { system: 0, process: 1, experience: 2 };

/**
 * Whether a flow calls downwards: what a channel sees calls business flows, these call systems, and never the other way round. Who only
 * starts another flow tells it something, as an event would, and may do so upwards.
 */
export function checkLayerCalls(
  flow: Flow,
  catalogue: Catalogue,
  layerOf: (flowId: string) => KnownLayer,
): readonly Issue[] {
  const { layer } = flow.settings;
  if (layer === undefined) return [];
  return callsOf(flow, catalogue).flatMap(({ node, flowId, mode }): readonly Issue[] => {
    const callee = flowId === flow.id ? layer : layerOf(flowId);
    if (callee === 'unseen') return [];
    const name = flow.nodes.find(({ id }) => id === node)?.name ?? node;
    if (callee === 'none') return withoutLayer(layer, { node, name, flowId });
    if (mode === 'start' || HEIGHT[callee] <= HEIGHT[layer]) return [];
    const message = `"${name}" calls "${flowId}" of the ${callee} layer from the ${layer} layer: calls lead downwards. Have "${flowId}" call this one, only start it, or tell it by an event.`;
    return [{ severity: 'error', code: 'layer-calls-up', message, node, field: '/flow' }];
  });
}

function withoutLayer(
  layer: FlowLayer,
  { node, name, flowId }: { readonly node: string; readonly name: string; readonly flowId: string },
): readonly Issue[] {
  const issue = (severity: Issue['severity'], code: string, message: string): readonly Issue[] => {
    return [{ severity, code, message, node, field: '/flow' }];
  };
  if (layer !== 'experience') {
    const message = `"${name}" calls "${flowId}", which has no layer: nothing keeps it from naming systems.`;
    return issue('warning', 'layer-unknown', message);
  }
  const message = `"${name}" calls "${flowId}", which has no layer. An experience flow calls process and system flows: give "${flowId}" its layer, or call a capability.`;
  return issue('error', 'layer-calls-none', message);
}
