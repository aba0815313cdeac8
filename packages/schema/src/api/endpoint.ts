import type { z } from 'zod';
import type { ProblemCode } from './problem.ts';

/**
 * One operation of the HTTP API as data: the runtime serves it, the designer and the CLI call it, OpenAPI is printed
 * from it. `path` is below `/api` and names its parameters `:likeThis`.
 */
export interface Endpoint<
  Params extends z.core.$ZodType | undefined = z.core.$ZodType | undefined,
  Query extends z.core.$ZodType | undefined = z.core.$ZodType | undefined,
  Body extends z.core.$ZodType | undefined = z.core.$ZodType | undefined,
  Ok extends z.core.$ZodType = z.core.$ZodType,
  Problems extends readonly ProblemCode[] = readonly ProblemCode[],
> {
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly path: `/${string}`;
  readonly summary: string;
  readonly tag: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly ok: Ok;
  /** Status of the good answer; 200 when absent. */
  readonly status?: 200 | 201 | 202;
  /** Beyond `request-invalid` and `internal`, which any operation may answer. */
  readonly problems: Problems;
}

/** Declares an operation; the identity function that fixes the types. */
export function endpoint<
  const Problems extends readonly ProblemCode[],
  Ok extends z.core.$ZodType,
  Params extends z.core.$ZodType | undefined = undefined,
  Query extends z.core.$ZodType | undefined = undefined,
  Body extends z.core.$ZodType | undefined = undefined,
>(definition: Endpoint<Params, Query, Body, Ok, Problems>): Endpoint<Params, Query, Body, Ok, Problems> {
  return definition;
}

type Inferred<T> = T extends z.core.$ZodType ? z.infer<T> : undefined;

/** What a caller gives: path parameters, query and body, as far as the endpoint has them. */
export type CallInput<E> =
  E extends Endpoint<infer P, infer Q, infer B, z.core.$ZodType, readonly ProblemCode[]>
    ? (P extends z.core.$ZodType ? { readonly params: z.input<P> } : { readonly params?: never }) &
        (Q extends z.core.$ZodType ? { readonly query?: z.input<Q> } : { readonly query?: never }) &
        (B extends z.core.$ZodType ? { readonly body: z.input<B> } : { readonly body?: never })
    : never;

/** What a handler receives, parsed. */
export type HandlerInput<E> =
  E extends Endpoint<infer P, infer Q, infer B, z.core.$ZodType, readonly ProblemCode[]>
    ? {
        readonly params: Inferred<P>;
        readonly query: Inferred<Q>;
        readonly body: Inferred<B>;
      }
    : never;

export type OkOf<E> = E extends {
  readonly ok: infer Ok extends z.core.$ZodType;
}
  ? z.infer<Ok>
  : never;
export type ProblemsOf<E> = E extends {
  readonly problems: infer P extends readonly ProblemCode[];
}
  ? P[number] | 'request-invalid' | 'internal'
  : never;
