import { getRun, listRuns, putConnection, retryException } from '@lockstep/schema/api';
import { afterEach, expect, it, vi } from 'vitest';
import { call } from './call.ts';

afterEach(() => vi.unstubAllGlobals());

function answerWith(response: Response | Error) {
  const fetch = vi.fn(async (_url: string, _init: RequestInit) => {
    if (response instanceof Error) throw response;
    return response;
  });
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

it('fills path and query, leaves absent values out, and gives the value', async () => {
  const fetch = answerWith(Response.json({ runs: [], next: 'c2' }));
  const answer = await call(listRuns, { query: { flow: 'a b', status: undefined, limit: 5 } });
  expect(answer).toEqual({ ok: true, value: { runs: [], next: 'c2' } });
  expect(fetch.mock.calls[0]?.[0]).toBe('/api/runs?flow=a%20b&limit=5');
});

it('sends a body as JSON and keeps path parameters whole', async () => {
  const fetch = answerWith(Response.json({}, { status: 500 }));
  const body = { name: 'X', system: 'http', baseUrl: 'http://x', settings: {} };
  await call(putConnection, { params: { id: 'a/b' }, body });
  const [url, init] = fetch.mock.calls[0] ?? [];
  expect(url).toBe('/api/connections/a%2Fb');
  expect(init).toMatchObject({ method: 'PUT', body: JSON.stringify(body) });
});

it('answers a problem by its code, with what it says and carries', async () => {
  const problem = {
    type: 'x',
    title: 'Settled',
    status: 409,
    code: 'exception-settled',
    detail: 'Too late.',
    by: 'ann',
  };
  answerWith(Response.json(problem, { status: 409 }));
  expect(await call(retryException, { params: { id: 'e1' }, body: {} })).toEqual({
    ok: false,
    code: 'exception-settled',
    problem: { title: 'Settled', detail: 'Too late.', status: 409, extra: { by: 'ann' } },
  });
});

it.each([
  ['a network that does not work', new TypeError('Failed to fetch')],
  ['a page that is not the API', new Response('<html>', { status: 200 })],
])('answers offline for %s', async (_what, response) => {
  answerWith(response);
  const answer = await call(getRun, { params: { runId: 'r1' } });
  expect(answer).toMatchObject({ ok: false, code: 'offline', problem: { title: 'Lockstep does not answer' } });
});
