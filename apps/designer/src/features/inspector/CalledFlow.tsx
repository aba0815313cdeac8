import { getVersion } from '@lockstep/schema/api';
import { type FlowNode, newestIn } from '@lockstep/schema/graph';
import type { FlowCall, NodeDefinition } from '@lockstep/schema/node';
import { Link } from '@tanstack/react-router';
import { ArrowUpRight } from 'lucide-react';
import { useCall } from '../../api/index.ts';
import { versionWords } from '../../parts/callee-words.ts';
import { type Callee, choicesOf, useCallees } from '../../parts/use-callees.ts';
import { catalogue } from '../../steps/catalogue.ts';

/** The flow a step calls, the way to it, and what goes in and comes back. */
export function CalledFlow({ node, definition }: { readonly node: FlowNode; readonly definition: NodeDefinition }) {
  const call = definition.calls?.(node.params);
  const callee = useCallees().find(({ id }) => id === call?.flowId);
  if (!call || !callee) return null;
  return (
    <section aria-label="Called flow" className="mb-3 rounded-lg bg-sunken px-3 py-2 text-sm">
      <div className="flex items-center gap-2">
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
      <Promises call={call} callee={callee} />
    </section>
  );
}

/** The contracts of the version a call gets now. */
function Promises({ call, callee }: { readonly call: FlowCall; readonly callee: Callee }) {
  const version = newestIn(call.versions, choicesOf(callee));
  const loaded = useCall(
    getVersion,
    { params: { flowId: callee.id, version: version ?? 0 } },
    { enabled: version !== undefined, staleTime: Number.POSITIVE_INFINITY },
  );
  const start = loaded.data?.flow.nodes.find(({ type }) => catalogue.get(type)?.callable !== undefined);
  const promised = start && catalogue.get(start.type)?.callable?.(start.params);
  if (promised === undefined) return null;
  return (
    <dl className="mt-1.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-xs">
      <dt className="text-muted">Takes</dt>
      <dd>
        <Contract name={promised.input} />
      </dd>
      <dt className="text-muted">{call.mode === 'wait' ? 'Returns' : 'Gives back at once'}</dt>
      <dd>{call.mode === 'wait' ? <Contract name={promised.output} /> : <code>runId, flowId, version</code>}</dd>
    </dl>
  );
}

function Contract({ name }: { readonly name: string | undefined }) {
  return name === undefined ? 'anything, unchecked' : <code className="break-words font-mono">{name}</code>;
}
