import { connectionTypes } from '@lockstep/nodes/connections';
import type { Flow } from '@lockstep/schema/graph';

/**
 * Names of the systems a template connects, each once, in the order of its steps. Templates name a connection
 * after its system, `sap` for `sap-s4hana`.
 */
export function systemsOf({ nodes }: Flow): readonly string[] {
  const used = nodes.flatMap(({ params }) => connectionsIn(params));
  return [...new Set(used)].map((name) => {
    const type = connectionTypes.find(({ system }) => system === name || system.startsWith(`${name}-`));
    return type?.label ?? name;
  });
}

function connectionsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'connection' && typeof inner === 'string' ? [inner] : connectionsIn(inner),
  );
}
