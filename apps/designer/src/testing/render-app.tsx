import type { Json } from '@lockstep/schema/run';
import { createMemoryHistory } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { vi } from 'vitest';
import { createQueryClient } from '../api/index.ts';
import { App } from '../app/App.tsx';
import { createAppRouter } from '../app/router.ts';

export interface SentCall {
  readonly method: string;
  /** Below `/api`, with the query. */
  readonly path: string;
  readonly body: Json | undefined;
}

/** Answers of the API by method and path without the query: a value, or what to make of the call. */
export type Answers = Readonly<Record<string, unknown>>;

export const OVERVIEW = {
  version: '9.9.9',
  demo: false,
  workers: 1,
  inFlight: 0,
  openExceptions: 0,
  runs24h: { queued: 0, running: 0, waiting: 0, done: 0, exception: 0, cancelled: 0 },
};

export const LEDGER = { at: '2026-11-01T08:00:00.000Z', balanced: true, flows: [], imbalances: [] };

/** A refusal as the runtime sends it. */
export function problem(status: number, code: string, detail: string): Response {
  return Response.json({ type: `/docs#problem-${code}`, title: code, status, code, detail }, { status });
}

/** Puts `answers` in the place of the runtime and answers the list every call is written to. */
export function fakeRuntime(answers: Answers): readonly SentCall[] {
  const calls: SentCall[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
    const method = init.method ?? 'GET';
    const path = url.replace(/^\/api/, '');
    const call = { method, path, body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined };
    calls.push(call);
    const all: Answers = {
      'GET /overview': OVERVIEW,
      'GET /flows': { flows: [] },
      'GET /ledger': LEDGER,
      'GET /exceptions/bulk': { bulks: [] },
      ...answers,
    };
    const answer = all[`${method} ${path.split('?')[0]}`];
    if (answer === undefined) return problem(404, 'not-found', `No answer for ${method} ${path}`);
    const value: unknown = typeof answer === 'function' ? answer(call) : answer;
    return value instanceof Response ? value : Response.json(value);
  });
  return calls;
}

/** The whole designer at an address, with a person at its keyboard and mouse. */
export function renderApp(address: string) {
  const router = createAppRouter(createMemoryHistory({ initialEntries: [address] }));
  const client = createQueryClient();
  render(<App client={client} router={router} />);
  return { client, router, user: userEvent.setup() };
}
