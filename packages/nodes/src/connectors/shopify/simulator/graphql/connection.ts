import { GraphQLError } from 'graphql';

/** A list as GraphQL pages through it. */
export interface Page {
  readonly first?: number | null;
  readonly after?: string | null;
}

/** One page of a list; cursors are positions, which callers must not look into. */
export function connection<T>(all: readonly T[], { first, after }: Page) {
  const from = after ? positionOf(after) + 1 : 0;
  const size = first ?? 10;
  if (size < 0 || size > 250)
    throw new GraphQLError('first must be between 0 and 250', { extensions: { code: 'BAD_REQUEST' } });
  const nodes = all.slice(from, from + size);
  const cursor = (at: number): string => Buffer.from(String(from + at)).toString('base64url');
  return {
    nodes,
    edges: nodes.map((node, at) => ({ node, cursor: cursor(at) })),
    pageInfo: {
      hasNextPage: from + size < all.length,
      hasPreviousPage: from > 0,
      startCursor: nodes.length === 0 ? null : cursor(0),
      endCursor: nodes.length === 0 ? null : cursor(nodes.length - 1),
    },
  };
}

function positionOf(after: string): number {
  const at = Number(Buffer.from(after, 'base64url').toString());
  if (Number.isInteger(at)) return at;
  throw new GraphQLError('Invalid cursor for current pagination sort.', { extensions: { code: 'BAD_REQUEST' } });
}
