import type { Catalogue, NodeDefinition } from '@lockstep/schema/node';

/** Groups of the palette from top to bottom; one that is not named comes last. */
const GROUPS = [
  'Start',
  'Data',
  'Formats',
  'Route',
  'Wait',
  'Systems',
  'Files',
  'Commerce',
  'ERP',
  'Warehouse',
  'Payments',
  'Shipping',
  'Tax',
  'CRM',
  'Analytics',
  'Reply',
  'Observe',
];

/** Definitions by their type, group by group; within a group they keep their order. */
export function asCatalogue(definitions: readonly NodeDefinition[]): Catalogue {
  const sorted = definitions.toSorted((a, b) => rankOf(a) - rankOf(b));
  return new Map(sorted.map((definition) => [definition.type, definition]));
}

function rankOf({ ui }: NodeDefinition): number {
  const rank = GROUPS.indexOf(ui.group);
  return rank === -1 ? GROUPS.length : rank;
}
