import type { FlowNode } from '@lockstep/schema/graph';
import type { NodeDefinition } from '@lockstep/schema/node';
import { Link } from '@tanstack/react-router';
import { ArrowUpRight } from 'lucide-react';
import { versionWords } from '../../parts/callee-words.ts';
import { useCallees } from '../../parts/use-callees.ts';

/** The flow a step calls, and the way to it. */
export function CalledFlow({ node, definition }: { readonly node: FlowNode; readonly definition: NodeDefinition }) {
  const call = definition.calls?.(node.params);
  const callee = useCallees().find(({ id }) => id === call?.flowId);
  if (!call || !callee) return null;
  return (
    <div className="flex items-center gap-2 rounded-lg bg-sunken px-3 py-2 text-sm">
      <p className="min-w-0 flex-1">
        <span className="text-muted">Calls </span>
        <bdi className="font-medium">{callee.name}</bdi>
        <span className="text-muted">, {versionWords(call, callee)}</span>
      </p>
      <Link
        to="/flows/$flowId"
        params={{ flowId: callee.id }}
        className="flex shrink-0 items-center gap-0.5 rounded text-accent-text hover:underline"
      >
        Open flow <ArrowUpRight size={13} aria-hidden="true" />
      </Link>
    </div>
  );
}
