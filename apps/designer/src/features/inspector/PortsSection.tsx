import { ERROR_PORT, type Flow, type FlowNode, UNDO_PORT } from '@lockstep/schema/graph';
import { type NodeDefinition, portsOf } from '@lockstep/schema/node';
import clsx from 'clsx';
import { z } from 'zod';

export interface PortsSectionProps {
  readonly flow: Flow;
  readonly node: FlowNode;
  readonly definition: NodeDefinition;
  readonly onGo: (node: string) => void;
}

/** What it means when nothing is joined to a port that every step has. */
const UNUSED: Readonly<Record<string, string>> = {
  [ERROR_PORT]: 'becomes an exception',
  [UNDO_PORT]: 'stays when the run fails',
};

/** Where messages go from here, and what each way carries. */
export function PortsSection({ flow, node, definition, onGo }: PortsSectionProps) {
  const names = new Map(flow.nodes.map(({ id, name }) => [id, name]));
  return (
    <ul className="flex flex-col gap-2">
      {portsOf(definition, node.params).map((port) => {
        const targets = flow.edges.filter((edge) => edge.from === node.id && edge.port === port);
        const members = membersOf(definition, port);
        return (
          <li key={port} className="rounded-lg border px-2.5 py-2">
            <div className="flex items-baseline justify-between gap-2">
              <span className={clsx('font-medium text-xs', port === ERROR_PORT && 'text-failed')}>{port}</span>
              <span className="min-w-0 truncate text-muted text-xs">
                {targets.length === 0 && (UNUSED[port] ?? 'ends here')}
                {targets.map(({ to }) => (
                  <button
                    key={to}
                    type="button"
                    onClick={() => onGo(to)}
                    className="ml-1 text-accent-text hover:underline"
                  >
                    {names.get(to) ?? to}
                  </button>
                ))}
              </span>
            </div>
            {members !== '' && <p className="mt-0.5 font-mono text-2xs text-muted">{members}</p>}
          </li>
        );
      })}
    </ul>
  );
}

/** `status, headers, body`: the members of what a port carries; empty when it may be anything. */
function membersOf(definition: NodeDefinition, port: string): string {
  if (port === ERROR_PORT) return 'error, input';
  const output = definition.outputs[port];
  if (output === undefined) return '';
  const schema = z.toJSONSchema(output, { unrepresentable: 'any' });
  return Object.keys(schema.properties ?? {}).join(', ');
}
