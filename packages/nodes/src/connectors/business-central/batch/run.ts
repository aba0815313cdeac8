import { type RunNode, StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { listAt } from '../../kit/read-json.ts';
import { askBusinessCentral, unreadable } from '../client.ts';
import { errorOf } from '../failures.ts';
import type { batchBc } from './definition.ts';

const Requests = z
  .array(
    z.strictObject({
      method: z.enum(['GET', 'POST', 'PATCH', 'DELETE']),
      url: z.string().regex(/^[a-z][A-Za-z]*(\(|\/|$|\?)/, 'is below the company: salesOrders, items(…)'),
      body: z.json().optional(),
      ifMatch: z.string().default('*'),
    }),
  )
  .min(1)
  .max(100);

const Part = z.looseObject({ status: z.int(), body: z.json().optional() });

export const runBatchBc: RunNode<typeof batchBc> = async ({ params }, ctx) => {
  const asked = Requests.safeParse(params.requests);
  if (!asked.success) {
    const [issue] = asked.error.issues;
    const message = `The requests cannot be sent: ${issue?.path.join('.') || 'the list'}: ${issue?.message}`;
    throw new StepError({ kind: 'item', category: 'validation', code: 'requests-invalid', message });
  }
  const { settings } = await ctx.connection(params.connection);
  const requests = asked.data.map(({ method, url, body, ifMatch }) => ({
    method,
    url: `companies(${settings.company ?? ''})/${url}`,
    headers: {
      'Content-Type': 'application/json',
      ...((method === 'PATCH' || method === 'DELETE') && { 'If-Match': ifMatch }),
    },
    ...(body !== undefined && { body }),
  }));
  const answer = await askBusinessCentral(ctx, params.connection, {
    method: 'POST',
    path: '$batch',
    root: true,
    body: { requests },
    headers: { isolation: 'snapshot' },
    write: true,
  });
  const parts = z.array(Part).min(1).safeParse(listAt(answer.body, 'responses'));
  if (!parts.success) return unreadable(true);
  const failed = parts.data.flatMap(({ status, body }, index) => {
    if (status < 300) return [];
    const error = errorOf(body as Json | undefined);
    return [{ index, status, code: error?.code ?? '', message: error?.message ?? '' }];
  });
  // After a refusal the rest is not tried, so fewer answers than requests are no success either.
  if (failed.length > 0) return { port: 'rolled-back', value: { failed } };
  if (parts.data.length !== requests.length) return unreadable(true);
  return { port: 'done', value: { results: parts.data.map(({ body }) => (body ?? null) as Json) } };
};
