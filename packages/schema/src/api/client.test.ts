import { describe, expect, it } from 'vitest';
import { createClient, type Fetch } from './client.ts';
import { cancelRun, deleteFlow, listRuns } from './index.ts';

type Sent = { url: string; init: Parameters<Fetch>[1] };

function clientAnswering(status: number, body: string) {
  const sent: Sent[] = [];
  const fetch: Fetch = async (url, init) => {
    sent.push({ url, init });
    return { ok: status < 400, status, text: async () => body };
  };
  return { call: createClient({ baseUrl: 'http://lockstep/', fetch }), sent };
}

describe('createClient', () => {
  it('fills path and query, and parses the answer', async () => {
    const { call, sent } = clientAnswering(200, '{"runs":[]}');
    expect(await call(listRuns, { query: { search: 'a/b&c', limit: 5 } })).toEqual({ ok: true, value: { runs: [] } });
    expect(sent).toEqual([
      {
        url: 'http://lockstep/api/runs?search=a%2Fb%26c&limit=5',
        init: { method: 'GET', headers: { accept: 'application/json' } },
      },
    ]);
  });

  it('encodes path parameters and sends bodies as JSON', async () => {
    const { call, sent } = clientAnswering(200, '{"runId":"a/b","status":"cancelled"}');
    await call(cancelRun, { params: { runId: 'a/b' }, body: {} });
    expect(sent).toEqual([
      {
        url: 'http://lockstep/api/runs/a%2Fb/cancel',
        init: {
          method: 'POST',
          headers: { accept: 'application/json', 'content-type': 'application/json' },
          body: '{}',
        },
      },
    ]);
  });

  it('answers a declared problem by its code', async () => {
    const problem = {
      type: '/docs',
      title: 'Not found',
      status: 404,
      code: 'not-found',
      detail: 'There is no flow x.',
    };
    const { call } = clientAnswering(404, JSON.stringify(problem));
    expect(await call(deleteFlow, { params: { flowId: 'x' } })).toEqual({
      ok: false,
      code: 'not-found',
      detail: 'There is no flow x.',
      problem,
    });
  });

  it('is offline when something else answers, or nobody', async () => {
    const { call } = clientAnswering(502, '<html>');
    expect(await call(listRuns)).toEqual({
      ok: false,
      code: 'offline',
      detail: 'Something else answered, with status 502.',
    });
    const dead = createClient({ baseUrl: '', fetch: () => Promise.reject(new Error('refused')) });
    expect(await dead(listRuns)).toEqual({ ok: false, code: 'offline', detail: 'refused' });
  });
});
