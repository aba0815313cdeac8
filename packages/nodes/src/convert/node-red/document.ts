import { z } from 'zod';

/** A node of Node-RED: what every one has, and what its type adds. */
export const RedNode = z.looseObject({
  id: z.string(),
  type: z.string(),
  z: z.string().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  x: z.number().optional().catch(undefined),
  y: z.number().optional().catch(undefined),
  d: z.boolean().optional().catch(undefined),
  wires: z.array(z.array(z.string()).catch([])).optional().catch(undefined),
});
export type RedNode = z.infer<typeof RedNode>;

/** What Node-RED exports: one list of tabs, nodes and their configurations. */
export const RedDocument = z.array(RedNode);

export function text(node: RedNode, name: string): string {
  const value = node[name];
  return typeof value === 'string' ? value : '';
}

export function rules(node: RedNode): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(node.rules) ? node.rules.filter((rule) => rule !== null && typeof rule === 'object') : [];
}
