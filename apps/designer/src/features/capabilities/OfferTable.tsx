import type { CapabilityCaller, CapabilityView } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { LayerBadge } from '../../parts/LayerBadge.tsx';
import { Badge, Card, formatCount } from '../../ui/index.ts';

/** Flows that can serve, with what they served. */
export function OfferTable({ view: { offers, binding } }: { readonly view: CapabilityView }) {
  return (
    <Card title="Who offers it">
      {offers.length === 0 ? (
        <p className="text-muted text-sm">
          No flow yet. Draw one that begins “Called by a flow” and choose this capability there.
        </p>
      ) : (
        <ul aria-label="Offers" className="flex flex-col gap-2">
          {offers.map(({ flowId, flowName, version, systems, served24h }) => (
            <li key={flowId} data-testid={`offer:${flowId}`} className="flex items-center gap-2 text-sm">
              <div className="min-w-0 flex-1">
                <Link
                  to="/flows/$flowId"
                  params={{ flowId }}
                  className="block truncate rounded font-medium text-accent-text hover:underline"
                >
                  {flowName}
                </Link>
                <p className="truncate text-muted text-xs">
                  v{version}
                  {systems.length > 0 && `, ${systems.join(', ')}`}
                </p>
              </div>
              {binding?.binding.flow === flowId && <Badge tone="ok">Serves</Badge>}
              {binding?.binding.share?.flow === flowId && (
                <Badge tone="accent">{binding.binding.share.percent} %</Badge>
              )}
              {binding?.binding.shadow?.flow === flowId && <Badge tone="running">Compared</Badge>}
              <span className="tabular shrink-0 text-muted text-xs" title="Calls served in the last 24 hours">
                {formatCount(served24h)} calls
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** Steps that count on it. */
export function CallerTable({ callers }: { readonly callers: readonly CapabilityCaller[] }) {
  return (
    <Card title="Who calls it">
      {callers.length === 0 ? (
        <p className="text-muted text-sm">No published flow yet.</p>
      ) : (
        <ul aria-label="Callers" className="flex flex-col gap-2">
          {callers.map(({ flowId, flowName, version, layer, node, nodeName, mode }) => (
            <li key={`${flowId} ${node}`} className="flex items-center gap-2 text-sm">
              <div className="min-w-0 flex-1">
                <Link
                  to="/flows/$flowId"
                  params={{ flowId }}
                  search={{ node }}
                  className="block truncate rounded font-medium text-accent-text hover:underline"
                >
                  {flowName}
                </Link>
                <p className="truncate text-muted text-xs">
                  v{version}, “{nodeName}”{mode === 'start' && ', not waited for'}
                </p>
              </div>
              {layer !== undefined && <LayerBadge layer={layer} />}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
