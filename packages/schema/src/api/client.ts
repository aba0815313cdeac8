import { z } from 'zod';
import type { CallInput, Endpoint, OkOf, ProblemsOf } from './endpoint.ts';
import { PROBLEMS, Problem } from './problem.ts';

/** The part of an HTTP request a caller of the API needs; `globalThis.fetch` fits. */
export type Fetch = (
  url: string,
  init: { readonly method: string; readonly headers: Record<string, string>; readonly body?: string },
) => Promise<{ readonly ok: boolean; readonly status: number; text(): Promise<string> }>;

/** What a call gives: the value, or a problem by its code. `offline`: no answer that could be read came back. */
export type CallResult<E> =
  | { readonly ok: true; readonly value: OkOf<E> }
  | {
      readonly ok: false;
      readonly code: ProblemsOf<E> | 'offline';
      readonly detail: string;
      readonly problem?: Problem;
    };

export type Call = <const E extends Endpoint>(endpoint: E, ...input: Arguments<E>) => Promise<CallResult<E>>;

type Arguments<E> = Record<never, never> extends CallInput<E> ? [input?: CallInput<E>] : [input: CallInput<E>];

interface LooseInput {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/**
 * A typed caller of the API at `baseUrl` (without `/api`; empty for the same origin). Refusals are answers, not
 * exceptions; so is a network that does not work.
 */
export function createClient(options: { readonly baseUrl: string; readonly fetch: Fetch }): Call {
  return async <const E extends Endpoint>(endpoint: E, ...[input]: Arguments<E>): Promise<CallResult<E>> => {
    const { params = {}, query = {}, body } = (input ?? {}) as LooseInput;
    const url = `${options.baseUrl.replace(/\/$/, '')}/api${fillPath(endpoint.path, params)}${queryString(query)}`;
    const sent = body === undefined && endpoint.body !== undefined ? {} : body;
    try {
      const response = await options.fetch(url, {
        method: endpoint.method.toUpperCase(),
        headers: { accept: 'application/json', ...(sent === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
      });
      const text = await response.text();
      return response.ok ? readOk(endpoint, text) : readProblem(response.status, text);
    } catch (error) {
      return { ok: false, code: 'offline', detail: error instanceof Error ? error.message : String(error) };
    }
  };
}

/** `/flows/:flowId` with its parameters in place, each encoded. */
export function fillPath(path: string, params: Readonly<Record<string, unknown>>): string {
  return path.replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
}

function queryString(query: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function readOk<E extends Endpoint>(endpoint: E, text: string): CallResult<E> {
  const parsed = z.safeParse(endpoint.ok, JSON.parse(text));
  if (parsed.success) return { ok: true, value: parsed.data as OkOf<E> };
  const [issue] = parsed.error.issues;
  return { ok: false, code: 'offline', detail: `The answer is not what ${endpoint.id} promises: ${issue?.message}` };
}

function readProblem<E extends Endpoint>(status: number, text: string): CallResult<E> {
  const problem = Problem.safeParse(safeJson(text));
  if (!problem.success)
    return { ok: false, code: 'offline', detail: `Something else answered, with status ${status}.` };
  const { code, detail } = problem.data;
  return {
    ok: false,
    code: code as ProblemsOf<E>,
    detail: detail ?? PROBLEMS[code].title,
    problem: problem.data,
  };
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
