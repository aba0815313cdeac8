import {
  type CallInput,
  type CallResult,
  createClient,
  type Endpoint,
  type OkOf,
  type ProblemsOf,
} from '@lockstep/schema/api';
import type { Json } from '@lockstep/schema/run';

/** What a refusal says to a person, with whatever else the problem carried (`issues`, `field`, ...). */
export interface ShownProblem {
  readonly title: string;
  readonly detail?: string;
  readonly status?: number;
  readonly extra: Readonly<Record<string, Json>>;
}

/** `offline`: no answer that can be read came from the runtime. */
export type Refusal<E> = {
  readonly ok: false;
  readonly code: ProblemsOf<E> | 'offline';
  readonly problem: ShownProblem;
};
export type Answer<E> = { readonly ok: true; readonly value: OkOf<E> } | Refusal<E>;

/** Calls one operation of the API. A refusal is an answer, not an exception: `switch` over `code`. */
export async function call<E extends Endpoint>(
  endpoint: E,
  input: CallInput<E>,
  signal?: AbortSignal,
): Promise<Answer<E>> {
  const client = createClient({ baseUrl: '', fetch: (url, init) => send(url, init, signal) });
  const result = await (client as (endpoint: E, input: CallInput<E>) => Promise<CallResult<E>>)(endpoint, input);
  if (result.ok) return result;
  if (result.problem === undefined) return { ok: false, code: result.code, problem: offline(result.detail) };
  const { title, detail, status, code: _code, type: _type, instance: _instance, ...extra } = result.problem;
  return {
    ok: false,
    code: result.code,
    problem: {
      title,
      status,
      ...(detail === undefined ? {} : { detail }),
      extra: extra as Readonly<Record<string, Json>>,
    },
  };
}

async function send(url: string, init: RequestInit, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(url, signal === undefined ? init : { ...init, signal });
  } catch (cause) {
    throw new Error('The runtime cannot be reached. This page tries again by itself.', { cause });
  }
}

function offline(detail: string): ShownProblem {
  return { title: 'Lockstep does not answer', detail, extra: {} };
}
