import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';

const MUTATION = 10;

/**
 * Points a document asks for before it runs: a mutation 10, an object 1, a list its objects as often as `first` says, scalars none.
 *
 * @see shopify.dev, "Shopify API limits": cost of fields
 */
export function requestedCost(document: DocumentNode, variables: Readonly<Record<string, unknown>>): number {
  const fragments = new Map(
    document.definitions
      .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((one) => [one.name.value, one]),
  );
  const of = (set: SelectionSetNode | undefined, depth: number): number => {
    if (!set || depth > 20) return 0;
    return set.selections.reduce((sum, selection) => {
      if (selection.kind === Kind.INLINE_FRAGMENT) return sum + of(selection.selectionSet, depth + 1);
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        return sum + of(fragments.get(selection.name.value)?.selectionSet, depth + 1);
      }
      if (!selection.selectionSet) return sum;
      const first = selection.arguments?.find(({ name }) => name.value === 'first')?.value;
      const times =
        first?.kind === Kind.INT
          ? Number(first.value)
          : first?.kind === Kind.VARIABLE
            ? Number(variables[first.name.value] ?? 1)
            : 1;
      return sum + 1 + Math.max(1, times) * of(selection.selectionSet, depth + 1);
    }, 0);
  };
  return document.definitions.reduce((sum, one) => {
    if (one.kind !== Kind.OPERATION_DEFINITION) return sum;
    const mutations = one.operation === 'mutation' ? one.selectionSet.selections.length * MUTATION : 0;
    return sum + mutations + of(one.selectionSet, 0);
  }, 0);
}

/**
 * Points an answer cost in the end: the objects that are in it, and 10 for each mutation. Never more than was asked for.
 *
 * @see shopify.dev, "Shopify API limits": the difference is given back
 */
export function actualCost(document: DocumentNode, data: unknown, requested: number): number {
  const objectsIn = (value: unknown): number => {
    if (typeof value !== 'object' || value === null) return 0;
    const inner = Object.values(value).reduce((sum: number, one) => sum + objectsIn(one), 0);
    return Array.isArray(value) ? inner : 1 + inner;
  };
  const mutations = document.definitions.reduce(
    (sum, one) => sum + (one.kind === Kind.OPERATION_DEFINITION && one.operation === 'mutation' ? MUTATION : 0),
    0,
  );
  return Math.min(requested, mutations + Math.max(0, objectsIn(data) - 1));
}

/** Points that come back with time. */
export interface CostBucket {
  /** Takes points; false, and none taken, while there are too few. */
  take(points: number): boolean;
  /** Puts points back that were taken and not needed. */
  give(points: number): void;
  status(): { readonly maximumAvailable: number; readonly currentlyAvailable: number; readonly restoreRate: number };
}

export function createCostBucket(clock: () => number, size: number, restoreRate: number): CostBucket {
  let available = size;
  let at = clock();
  const restore = (): void => {
    const now = clock();
    available = Math.min(size, available + (Math.max(0, now - at) / 1_000) * restoreRate);
    at = now;
  };
  return {
    take: (points) => {
      restore();
      if (points > available) return false;
      available -= points;
      return true;
    },
    give: (points) => {
      available = Math.min(size, available + points);
    },
    status: () => {
      restore();
      return { maximumAvailable: size, currentlyAvailable: Math.floor(available), restoreRate };
    },
  };
}
