import { createHash } from 'node:crypto';
import { GraphQLError, type GraphQLResolveInfo, getDirectiveValues } from 'graphql';
import { keepLast } from '../../../../simulators/kit/kept.ts';
import type { Clock } from '../../../../simulators/kit/simulator.ts';
import { type Made, refused } from '../shop/shop.ts';

/** How long Shopify knows a key. @see shopify.dev, "Implementing idempotency" */
const KEPT_MS = 24 * 3_600_000;

interface First {
  readonly hash: string;
  readonly at: number;
  readonly answer: unknown;
}

export type Idempotent = <T>(info: GraphQLResolveInfo, args: object, make: () => Made<T>) => Made<T>;

/**
 * Does a mutation once for each `@idempotent(key:)` within a day, and answers a repeat with what it made. A mutation without
 * the directive is an error, and one that was refused is not remembered.
 */
export function createIdempotent(clock: Clock): Idempotent {
  const known = keepLast<string, First>(50_000);
  return <T>(info: GraphQLResolveInfo, args: object, make: () => Made<T>): Made<T> => {
    const [node] = info.fieldNodes;
    const directive = info.schema.getDirective('idempotent');
    const key = node && directive ? getDirectiveValues(directive, node, info.variableValues)?.key : undefined;
    if (typeof key !== 'string' || key === '') {
      throw new GraphQLError('The @idempotent directive is required for this mutation but was not provided.', {
        extensions: { code: 'BAD_REQUEST' },
      });
    }
    const hash = createHash('sha256')
      .update(JSON.stringify([info.fieldName, args]))
      .digest('base64');
    const first = known.get(key);
    if (first && clock() - first.at < KEPT_MS) {
      if (first.hash === hash) return { made: first.answer as T };
      return refused(
        null,
        'The same idempotency key cannot be used with different operation parameters.',
        'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
      );
    }
    const answer = make();
    if ('made' in answer) known.set(key, { hash, at: clock(), answer: answer.made });
    return answer;
  };
}
