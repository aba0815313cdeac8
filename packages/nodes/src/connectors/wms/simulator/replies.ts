import type { z } from 'zod';
import { json, problem, type Reply } from '../../../simulators/kit/exchange.ts';

/** A page of at most `limit` (100) items; `nextToken` where there are more. */
export function paged(items: readonly unknown[], query: URLSearchParams, name: string): Reply {
  const limit = Number(query.get('limit') ?? '100');
  const from = Number(query.get('nextToken') ?? '0');
  if (!Number.isInteger(limit) || limit < 1 || limit > 500)
    return failed(400, 'InvalidInput', 'limit is 1 to 500', 'limit');
  if (!Number.isInteger(from) || from < 0)
    return failed(400, 'InvalidInput', 'nextToken is not one of ours', 'nextToken');
  const more = from + limit < items.length;
  const pagination = more ? { nextToken: String(from + limit) } : {};
  return json(200, { [name]: items.slice(from, from + limit), pagination });
}

export function unprocessable(error: z.ZodError): Reply {
  const issue = error.issues[0];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const field = [...(issue?.path ?? []), ...(unknown === undefined ? [] : [unknown])].join('.') || 'body';
  return failed(422, 'InvalidInput', `${field}: ${issue?.message ?? 'not understood'}`, field);
}

/** A problem (RFC 9457) with the `errors[{code,message,details}]` of Amazon External Fulfillment in it. */
export function failed(status: number, code: string, message: string, field?: string): Reply {
  const details = field === undefined ? {} : { details: field };
  const more = { errors: [{ code, message, ...details }], ...(field === undefined ? {} : { field }) };
  return problem(status, code, message, more);
}
