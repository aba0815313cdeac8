import type { CallInput, Endpoint, OkOf } from '@lockstep/schema/api';
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { ask, keyOf, type ProblemError } from './hooks.ts';

/** A list that is read page by page, newest first. */
export function usePages<E extends Endpoint>(
  endpoint: E,
  inputOf: (before: string | undefined) => CallInput<E>,
  nextOf: (page: OkOf<E>) => string | undefined,
) {
  return useInfiniteQuery<OkOf<E>, ProblemError, InfiniteData<OkOf<E>>, readonly unknown[], string | undefined>({
    queryKey: [...keyOf(endpoint, inputOf(undefined)), 'pages'],
    queryFn: ({ pageParam, signal }) => ask(endpoint, inputOf(pageParam), signal),
    initialPageParam: undefined,
    getNextPageParam: nextOf,
  });
}
