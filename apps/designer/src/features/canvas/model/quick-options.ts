import type { Flow, FlowNode } from '@lockstep/schema/graph';
import type { Catalogue, NodeDefinition } from '@lockstep/schema/node';
import { fieldsOf } from '../../../forms/field-model.ts';
import { flatPalette, paletteGroups } from './palette.ts';

/** What a connection is called and which system it leads to. */
export interface KnownConnection {
  readonly id: string;
  readonly name: string;
  readonly system: string;
}

/** One line of the quick-add. */
export type QuickOption =
  | { readonly kind: 'type'; readonly key: string; readonly definition: NodeDefinition }
  /** A step with its connection chosen. */
  | {
      readonly kind: 'connection';
      readonly key: string;
      readonly definition: NodeDefinition;
      readonly connection: KnownConnection;
      readonly params: FlowNode['params'];
    }
  /** The steps of a flow that works. */
  | { readonly kind: 'template'; readonly key: string; readonly template: Flow };

export interface QuickSource {
  readonly catalogue: Catalogue;
  readonly search: string;
  readonly connections: readonly KnownConnection[];
  readonly templates: readonly Flow[];
  /** Narrows the types, where not every one fits the place. */
  readonly fits?: (definition: NodeDefinition) => boolean;
}

/**
 * What the quick-add offers, best first: types of steps; steps of a connection once its name or system is typed; templates once words
 * of theirs are typed, so that an empty search stays a list of steps.
 */
export function quickOptions(source: QuickSource): readonly QuickOption[] {
  const { catalogue, search, connections, templates, fits = () => true } = source;
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const types = flatPalette(paletteGroups(catalogue, search), search).filter(fits);
  const found: QuickOption[] = types.map((definition) => ({ kind: 'type', key: definition.type, definition }));
  if (words.length === 0) return found;
  for (const connection of connections) {
    const name = `${connection.name} ${connection.id}`.toLowerCase();
    // A word is of the connection, the others are of the step: "europe order".
    if (!words.some((word) => name.includes(word))) continue;
    for (const definition of catalogue.values()) {
      const text = `${definition.ui.label} ${definition.type}`.toLowerCase();
      const field = connectionField(definition, connection.system);
      if (field === undefined || !fits(definition)) continue;
      if (!words.every((word) => name.includes(word) || text.includes(word))) continue;
      const key = `${connection.id} ${definition.type}`;
      found.push({ kind: 'connection', key, definition, connection, params: { [field]: connection.id } });
    }
  }
  const told = templates.filter(({ name, settings: { description = '' } }) => {
    const text = `${name} ${description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const inName = ({ name }: Flow) => words.every((word) => name.toLowerCase().includes(word));
  for (const template of [...told.filter(inName), ...told.filter((one) => !inName(one))]) {
    found.push({ kind: 'template', key: `flow ${template.id}`, template });
  }
  return found;
}

/** The parameter in which a type of step names a connection to a system. */
function connectionField(definition: NodeDefinition, system: string): string | undefined {
  const field = fieldsOf(definition.params).find((one) => one.kind === 'connection');
  return field?.kind === 'connection' && field.systems?.includes(system) ? field.name : undefined;
}
