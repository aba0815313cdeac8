import type { FlowSummary } from '@lockstep/schema/api';

/** `changed`: published, and the draft has moved on since. */
export type FlowState = 'draft' | 'published' | 'changed';

export function stateOf({ publishedVersion, changed }: FlowSummary): FlowState {
  if (publishedVersion === undefined) return 'draft';
  return changed ? 'changed' : 'published';
}

/** Flows whose name, id or hook address holds what was typed, in the state and of the layer asked for. */
export function filterFlows(
  flows: readonly FlowSummary[],
  {
    search = '',
    status,
    layer,
  }: {
    readonly search?: string | undefined;
    readonly status?: FlowState | undefined;
    readonly layer?: FlowSummary['layer'];
  },
): readonly FlowSummary[] {
  const wanted = search.trim().toLowerCase();
  return flows.filter((flow) => {
    const texts = [flow.name, flow.id, ...flow.triggers.map(({ path }) => path ?? '')];
    const found = texts.some((text) => text.toLowerCase().includes(wanted));
    const isOfLayer = layer === undefined || flow.layer === layer;
    return found && isOfLayer && (status === undefined || stateOf(flow) === status);
  });
}

/** A flow id made from a name: `Order to ERP!` gives `order-to-erp`. Empty when the name has no letter to begin with. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 64)
    .replace(/-+$/, '');
}
