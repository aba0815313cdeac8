import { FlowLayer } from '@lockstep/schema/graph';
import { Badge } from '../ui/index.ts';

/** What the layers are called, and what each is for. */
const LAYERS = {
  experience: { label: 'Experience', tone: 'undone', hint: 'What one channel sees; calls process flows' },
  process: { label: 'Process', tone: 'ok', hint: 'What the business does; names no system' },
  system: { label: 'System', tone: 'accent', hint: 'Speaks to one system and offers its capabilities' },
} as const;

/** Which layer a flow belongs to. */
export function LayerBadge({ layer }: { readonly layer: FlowLayer }) {
  const { label, tone } = LAYERS[layer];
  return <Badge tone={tone}>{label}</Badge>;
}

/** The layers as choices, the highest first. */
export const LAYER_OPTIONS = FlowLayer.options.toReversed().map((layer) => {
  return { value: layer, label: LAYERS[layer].label, hint: LAYERS[layer].hint };
});
