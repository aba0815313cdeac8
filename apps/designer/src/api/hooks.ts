import type { CallInput, Endpoint, OkOf } from '@lockstep/schema/api';
import { keepPreviousData, QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Answer, call, type ShownProblem } from './call.ts';

/** A refusal as the query cache holds it. Screens read `code` and show `problem`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: string;
  readonly problem: ShownProblem;

  constructor(code: string, problem: ShownProblem) {
    super(problem.title);
    this.code = code;
    this.problem = problem;
  }
}

/** Only silence is asked again (the runtime may be starting); a refusal would be the same the second time. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        refetchOnWindowFocus: true,
        retry: (count, error) => error instanceof ProblemError && error.code === 'offline' && count < 2,
        retryDelay: (count) => 500 * 2 ** count,
      },
    },
  });
}

export interface CallOptions {
  readonly enabled?: boolean;
  /** Milliseconds between fetches, for what no event announces. */
  readonly refetchInterval?: number | false;
  /** Keeps the last answer on screen while one for a new input is fetched. */
  readonly keepPrevious?: boolean;
  /** Milliseconds an answer counts as fresh. */
  readonly staleTime?: number;
}

/** Key of one operation's answers in the cache; without `input`, of all of them. */
export function keyOf<E extends Endpoint>(endpoint: E, input?: CallInput<E>): readonly unknown[] {
  return input === undefined ? [endpoint.id] : [endpoint.id, input];
}

/** Reads an operation through the cache. */
export function useCall<E extends Endpoint>(endpoint: E, input: CallInput<E>, options: CallOptions = {}) {
  return useQuery<OkOf<E>, ProblemError>({
    queryKey: keyOf(endpoint, input),
    queryFn: ({ signal }) => ask(endpoint, input, signal),
    enabled: options.enabled ?? true,
    refetchInterval: options.refetchInterval ?? false,
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(options.staleTime === undefined ? {} : { staleTime: options.staleTime }),
  });
}

/**
 * The value of an operation, for loaders and the cache.
 *
 * @throws ProblemError when it is refused
 */
export async function ask<E extends Endpoint>(
  endpoint: E,
  input: CallInput<E>,
  signal?: AbortSignal,
): Promise<OkOf<E>> {
  const answer = await call(endpoint, input, signal);
  if (!answer.ok) throw new ProblemError(answer.code, answer.problem);
  return answer.value;
}

/** Sends an operation that changes something; what it made stale is fetched again when it went well. */
export function useSend<E extends Endpoint>(endpoint: E, stale: readonly Endpoint[] = []) {
  const client = useQueryClient();
  const { mutateAsync, isPending } = useMutation<Answer<E>, Error, CallInput<E>>({
    mutationFn: (input) => call(endpoint, input),
    onSuccess: (answer) => {
      if (answer.ok) for (const one of stale) void client.invalidateQueries({ queryKey: keyOf(one) });
    },
  });
  return { send: mutateAsync, pending: isPending };
}

/** Marks answers of operations as stale; those on screen are fetched again. */
export function useRefresh(): (...endpoints: readonly Endpoint[]) => void {
  const client = useQueryClient();
  return (...endpoints) => {
    for (const one of endpoints) void client.invalidateQueries({ queryKey: keyOf(one) });
  };
}
