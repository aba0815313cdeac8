import type { Flow, Issue } from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';
import { editedParams } from '../runner/steps/edited-params.ts';
import type { ShownConnection } from './ports.ts';

/** Connections to anything that speaks HTTP: no vendor's. */
const NOBODYS = 'http';

/**
 * Steps of business flows that any system could be meant by, with a connection that says which: an HTTP request to SAP names SAP. Steps of
 * a vendor's own are found in the drawing alone. What begins an experience flow may prove itself as the channel it serves.
 */
export function connectionLayerIssues(
  flow: Flow,
  catalogue: Catalogue,
  known: readonly Pick<ShownConnection, 'id' | 'name' | 'system'>[],
): readonly Issue[] {
  const { layer } = flow.settings;
  if (layer !== 'process' && layer !== 'experience') return [];
  const systems = new Map(known.map((connection) => [connection.id, connection]));
  return flow.nodes.flatMap((node): readonly Issue[] => {
    const definition = catalogue.get(node.type);
    if (!definition || definition.ui.system !== undefined) return [];
    if (layer === 'experience' && definition.kind === 'trigger') return [];
    return editedParams(node, definition, 'connection').flatMap(({ value, field }): readonly Issue[] => {
      const connection = systems.get(value);
      if (!connection || connection.system === NOBODYS) return [];
      const remedy =
        definition.kind === 'trigger'
          ? 'Take it in by an experience or system flow, which calls this one.'
          : 'Move the step into a system flow, and call that one by a capability.';
      const message = `"${node.name}" uses the connection "${connection.name}" to ${connection.system}, and a flow of the ${layer} layer names no system. ${remedy}`;
      return [{ severity: 'error', code: 'layer-vendor-connection', message, node: node.id, field }];
    });
  });
}
