import type { Context } from 'hono';
import type { AppEnv } from './env.ts';
import { problem } from './problem.ts';

/**
 * The revision the caller has seen: in the body, or as the entity tag of If-Match.
 *
 * @param what of which the tag is, for the sentence: `contract`
 * @throws ProblemError when they differ or cannot be read
 */
export function revisionSeen(context: Context<AppEnv>, said: number | undefined, what: string): number | undefined {
  const header = context.req.header('if-match');
  if (header === undefined) return said;
  const [, tag] = /^\s*"(\d{1,9})"\s*$/.exec(header) ?? [];
  if (tag === undefined) throw problem('request-invalid', `If-Match must be the ETag of the ${what}: "3".`);
  if (said !== undefined && said !== Number(tag)) {
    throw problem('request-invalid', `If-Match says revision ${tag}, the request says ${said}.`);
  }
  return Number(tag);
}
