import { getCapability } from '@lockstep/schema/api';
import type { FlowNode } from '@lockstep/schema/graph';
import type { NodeDefinition } from '@lockstep/schema/node';
import { Link } from '@tanstack/react-router';
import { ArrowUpRight } from 'lucide-react';
import { useCall } from '../../api/index.ts';

/** The capability a step calls or a start offers: its contracts, what serves it now, and the way to it. */
export function CalledCapability({
  node,
  definition,
}: {
  readonly node: FlowNode;
  readonly definition: NodeDefinition;
}) {
  const asked = definition.asks?.(node.params)?.capability;
  const name = asked ?? definition.callable?.(node.params)?.capability;
  const found = useCall(
    getCapability,
    { params: { name: name ?? '' } },
    { enabled: name !== undefined, staleTime: 30_000 },
  );
  if (name === undefined || !found.data) return null;
  const { title, input, output, binding, offers } = found.data;
  const serves = offers.find(({ flowId }) => flowId === binding?.binding.flow)?.flowName ?? binding?.binding.flow;
  const others = (binding?.binding.rules.length ?? 0) > 0 || binding?.binding.share !== undefined;
  return (
    <section aria-label="Capability" className="mb-3 rounded-lg bg-sunken px-3 py-2 text-sm">
      <div className="flex items-center gap-2">
        <p className="min-w-0 flex-1">
          <span className="text-muted">{asked === undefined ? 'Offers ' : 'Calls '}</span>
          <span className="font-medium">{title}</span>
        </p>
        <Link
          to="/capabilities/$capability"
          params={{ capability: name }}
          className="flex shrink-0 items-center gap-0.5 rounded text-accent-text hover:underline"
        >
          Open binding <ArrowUpRight size={13} aria-hidden="true" />
        </Link>
      </div>
      <dl className="mt-1.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-xs">
        <dt className="text-muted">Takes</dt>
        <dd>
          <code className="font-mono">{input}</code>
        </dd>
        <dt className="text-muted">Returns</dt>
        <dd>
          <code className="font-mono">{output}</code>
        </dd>
        <dt className="text-muted">Served by</dt>
        <dd>
          {serves ?? 'nothing yet'}
          {others && ' and others'}
        </dd>
      </dl>
    </section>
  );
}
