import {
  type CallInput,
  type Endpoint,
  type OkOf,
  PROBLEMS,
  type ProblemCode,
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

/** `offline`: no answer came from the runtime at all. */
export type Refusal<E> = {
  readonly ok: false;
  readonly code: ProblemsOf<E> | 'offline';
  readonly problem: ShownProblem;
};
export type Answer<E> = { readonly ok: true; readonly value: OkOf<E> } | Refusal<E>;

interface LooseInput {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/**
 * Calls one operation of the API. A refusal is an answer, not an exception: `switch` over `code`.
 *
 * @throws DOMException `AbortError` when `signal` aborts
 */
export async function call<E extends Endpoint>(
  endpoint: E,
  input: CallInput<E>,
  signal?: AbortSignal,
): Promise<Answer<E>> {
  const { params = {}, query = {}, body } = input as LooseInput;
  let response: Response;
  try {
    response = await fetch(addressOf(endpoint.path, params, query), {
      method: endpoint.method.toUpperCase(),
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    return { ok: false, code: 'offline', problem: OFFLINE };
  }
  const answer = await readJson(response);
  return response.ok && answer !== undefined
    ? { ok: true, value: answer as OkOf<E> }
    : refusalOf<E>(response.status, answer);
}

/** Path below `/api` with its parameters and query filled in; absent query values are left out. */
export function addressOf(
  path: string,
  params: Readonly<Record<string, unknown>>,
  query: Readonly<Record<string, unknown>>,
): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `/api${filled}${search === '' ? '' : `?${search}`}`;
}

const OFFLINE: ShownProblem = {
  title: 'Lockstep does not answer',
  detail: 'The runtime cannot be reached. This page tries again by itself.',
  extra: {},
};

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function refusalOf<E>(status: number, answer: unknown): Refusal<E> {
  const problem = isRecord(answer) ? answer : {};
  const { code, title, detail, type: _type, status: _status, instance: _instance, ...extra } = problem;
  const known: ProblemCode = typeof code === 'string' && code in PROBLEMS ? (code as ProblemCode) : 'internal';
  return {
    ok: false,
    code: known as ProblemsOf<E>,
    problem: {
      title: typeof title === 'string' ? title : PROBLEMS[known].title,
      ...(typeof detail === 'string' ? { detail } : {}),
      status,
      extra,
    },
  };
}

function isRecord(value: unknown): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
