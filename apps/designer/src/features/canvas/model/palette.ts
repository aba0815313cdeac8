import type { Catalogue, NodeDefinition } from '@lockstep/schema/node';

/** What a palette entry carries while it is dragged. */
export const STEP_TYPE_MIME = 'application/x-lockstep-step';

export interface PaletteGroup {
  readonly group: string;
  readonly types: readonly NodeDefinition[];
}

/** Node types by group, in the order of the catalogue, narrowed by what a person typed. */
export function paletteGroups(catalogue: Catalogue, search: string, only?: 'step'): readonly PaletteGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, NodeDefinition[]>();
  for (const definition of catalogue.values()) {
    if (only !== undefined && definition.kind !== only) continue;
    if (!words.every((word) => textOf(definition).includes(word))) continue;
    const group = groups.get(definition.ui.group);
    if (group === undefined) groups.set(definition.ui.group, [definition]);
    else group.push(definition);
  }
  return [...groups].map(([group, types]) => ({ group, types: best(types, words) }));
}

/** The one Enter takes: a name that begins with what was typed comes first. */
export function flatPalette(groups: readonly PaletteGroup[], search: string): readonly NodeDefinition[] {
  const start = search.trim().toLowerCase();
  const all = groups.flatMap(({ types }) => types);
  if (start === '') return all;
  const begins = (definition: NodeDefinition) => definition.ui.label.toLowerCase().startsWith(start);
  return [...all.filter(begins), ...all.filter((one) => !begins(one))];
}

function best(types: readonly NodeDefinition[], words: readonly string[]): readonly NodeDefinition[] {
  const inLabel = (one: NodeDefinition) => words.every((word) => one.ui.label.toLowerCase().includes(word));
  return [...types.filter(inLabel), ...types.filter((one) => !inLabel(one))];
}

function textOf({ type, ui }: NodeDefinition): string {
  return `${type} ${ui.label} ${ui.group} ${ui.system ?? ''} ${ui.description}`.toLowerCase();
}
