import { z } from 'zod';

const Loose = z.record(z.string(), z.unknown());

export const N8nNode = z.object({
  id: z.string().optional(),
  name: z.string(),
  type: z.string(),
  typeVersion: z.coerce.number().catch(1).default(1),
  position: z.tuple([z.number(), z.number()]).catch([0, 0]).default([0, 0]),
  parameters: Loose.catch({}).default({}),
  disabled: z.boolean().optional().catch(undefined),
  notes: z.string().optional().catch(undefined),
  retryOnFail: z.boolean().optional().catch(undefined),
  maxTries: z.coerce.number().optional().catch(undefined),
  waitBetweenTries: z.coerce.number().optional().catch(undefined),
  continueOnFail: z.boolean().optional().catch(undefined),
  onError: z.string().optional().catch(undefined),
});
export type N8nNode = z.infer<typeof N8nNode>;

const Target = z.object({
  node: z.string(),
  type: z.string().default('main'),
  index: z.coerce.number().catch(0).default(0),
});
const Outputs = z.array(z.array(Target).nullable().catch(null)).catch([]);

/** What n8n exports; what we do not read is let be. */
export const N8nDocument = z.object({
  name: z.string().catch('Imported from n8n').default('Imported from n8n'),
  nodes: z.array(N8nNode),
  connections: z.record(z.string(), z.record(z.string(), Outputs).catch({})).catch({}).default({}),
  settings: Loose.catch({}).default({}),
});
export type N8nDocument = z.infer<typeof N8nDocument>;

/** `n8n-nodes-base.httpRequest` is `httpRequest`. */
export function typeName({ type }: Pick<N8nNode, 'type'>): string {
  return type.slice(type.lastIndexOf('.') + 1);
}

export type Params = Readonly<Record<string, unknown>>;

/** A value deep in parameters: `options.timeout`. */
export function at(params: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => {
    if (value === null || typeof value !== 'object') return undefined;
    return Object.hasOwn(value, name) ? (value as Params)[name] : undefined;
  }, params);
}

export function textAt(params: unknown, path: string): string | undefined {
  const value = at(params, path);
  return typeof value === 'string' ? value : undefined;
}

export function listAt(params: unknown, path: string): readonly Params[] {
  const value = at(params, path);
  return Array.isArray(value) ? value.filter((each) => each !== null && typeof each === 'object') : [];
}
