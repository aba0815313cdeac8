import { capabilities } from '../capabilities/index.ts';
import type { Catalogue } from '../node/define-node.ts';
import type { Flow, FlowLayer, FlowNode } from './flow.ts';
import { offersOf } from './flow-calls.ts';
import type { Issue } from './issue.ts';

/**
 * Whether the steps of a flow belong to its layer, as far as the document tells: business flows name no system, and a system flow
 * offers a capability, or brings to the business what a system says, or a system what the business says. A flow without a layer may do
 * anything.
 */
export function checkLayers(flow: Flow, catalogue: Catalogue): readonly Issue[] {
  const { layer } = flow.settings;
  if (layer === undefined) return [];
  if (layer === 'system') return isAdapter(flow, catalogue) ? [] : [speaksToNobody(flow, catalogue)];
  return flow.nodes.flatMap((node): readonly Issue[] => {
    const definition = catalogue.get(node.type);
    const system = definition?.ui.system;
    if (system !== undefined) return [vendorStep(node, { layer, system, label: definition?.ui.label ?? node.type })];
    const { connection } = node.params;
    return typeof connection === 'string' && connection !== '' ? [connectedStep(node, { layer, connection })] : [];
  });
}

function vendorStep(
  { id, name }: FlowNode,
  { layer, system, label }: { readonly layer: FlowLayer; readonly system: string; readonly label: string },
): Issue {
  const message = `"${name}" speaks to ${system}, and a flow of the ${layer} layer names no system. Move the step "${label}" into a system flow${capabilityHint(label)}, and call that one by its capability.`;
  return { severity: 'error', code: 'layer-vendor-step', message, node: id };
}

/** A step of no vendor that goes to one all the same: it knows a connection. */
function connectedStep(
  { id, name }: FlowNode,
  { layer, connection }: { readonly layer: FlowLayer; readonly connection: string },
): Issue {
  const message = `"${name}" goes to the system behind the connection "${connection}", and a flow of the ${layer} layer names no system. Move it into a system flow, and call that one by its capability.`;
  return { severity: 'warning', code: 'layer-connection', message, node: id, field: '/connection' };
}

/** The capability that is called like the step, where there is one. */
function capabilityHint(label: string): string {
  const alike = capabilities.find(({ title }) => title.toLowerCase() === label.toLowerCase());
  return alike ? ` that offers "${alike.title}"` : '';
}

/** It offers a capability, speaks to a system, or has an address at which one speaks to it. */
function isAdapter(flow: Flow, catalogue: Catalogue): boolean {
  if (offersOf(flow, catalogue).length > 0) return true;
  return flow.nodes.some(({ type, params }) => {
    const definition = catalogue.get(type);
    const { connection, path } = params;
    const isConnected = typeof connection === 'string' && connection !== '';
    const isDoor = definition?.kind === 'trigger' && typeof path === 'string' && path !== '';
    return isConnected || isDoor || definition?.ui.system !== undefined;
  });
}

function speaksToNobody({ nodes }: Flow, catalogue: Catalogue): Issue {
  const start = nodes.find(({ type }) => catalogue.get(type)?.callable !== undefined);
  const message = start
    ? `A flow of the system layer offers a capability, or speaks to a system: choose a capability at "${start.name}", or move the flow to the process layer.`
    : 'A flow of the system layer speaks to a system, and this one speaks to none: begin it with "Called by a flow" and choose a capability there, or move it to the process layer.';
  return {
    severity: 'error',
    code: 'layer-offers-nothing',
    message,
    ...(start && { node: start.id, field: '/capability' }),
  };
}
