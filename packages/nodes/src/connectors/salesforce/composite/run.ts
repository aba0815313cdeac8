import { type RunNode, StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { listAt } from '../../kit/read-json.ts';
import { askSalesforce, unreadable } from '../client.ts';
import { SALESFORCE_DATA } from '../connection.ts';
import { errorsOf } from '../failures.ts';
import type { compositeRequest } from './definition.ts';

const Requests = z
  .array(
    z.strictObject({
      method: z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']),
      url: z.string().regex(/^\//, 'begins with a slash'),
      referenceId: z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'letters, digits and underscores only'),
      body: z.json().optional(),
    }),
  )
  .min(1)
  .max(25);

const Part = z.looseObject({ referenceId: z.string(), httpStatusCode: z.int(), body: z.json().optional() });

/** Why a sibling did not count: told of it, it is not what went wrong. */
const HALTED = 'PROCESSING_HALTED';

export const runComposite: RunNode<typeof compositeRequest> = async ({ params }, ctx) => {
  const asked = Requests.safeParse(params.requests);
  if (!asked.success) {
    const [issue] = asked.error.issues;
    const message = `The requests cannot be sent: ${issue?.path.join('.') || 'the list'}: ${issue?.message}`;
    throw new StepError({ kind: 'item', category: 'validation', code: 'requests-invalid', message });
  }
  const compositeRequest = asked.data.map(({ method, url, referenceId, body }) => ({
    method,
    url: `${SALESFORCE_DATA}${url}`,
    referenceId,
    ...(body !== undefined && { body }),
  }));
  const answer = await askSalesforce(ctx, params.connection, {
    method: 'POST',
    path: `${SALESFORCE_DATA}/composite`,
    body: { allOrNone: true, compositeRequest },
    write: true,
  });
  const parts = z.array(Part).length(asked.data.length).safeParse(listAt(answer.body, 'compositeResponse'));
  if (!parts.success) return unreadable(true);
  const failed = parts.data.filter(({ httpStatusCode }) => httpStatusCode >= 300);
  if (failed.length === 0) {
    const results = Object.fromEntries(
      parts.data.map(({ referenceId, body }) => [referenceId, (body ?? null) as Json]),
    );
    return { port: 'done', value: { results } };
  }
  const reasons = failed
    .map(({ referenceId, httpStatusCode: status, body }) => {
      const [error] = errorsOf(body as Json | undefined);
      return { referenceId, status, code: error?.code ?? '', message: error?.message ?? '' };
    })
    .filter(({ code }) => code !== HALTED);
  const busy = reasons.find(({ code }) => code === 'UNABLE_TO_LOCK_ROW');
  if (busy) {
    const message = `Salesforce is busy with a record of "${busy.referenceId}"; nothing was written.`;
    throw new StepError({ kind: 'transient', category: 'system', code: 'salesforce-busy', message });
  }
  return { port: 'rolled-back', value: { failed: reasons } };
};
