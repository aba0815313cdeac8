import { describe, expect, it } from 'vitest';
import { contextFor, failureOf } from '../../testing/context.ts';
import { type SeenRequest, serverFor, type TestAnswer } from '../../testing/server.ts';
import { openSapService } from './client.ts';

/** Opens `/srv` of a server that answers as told; what the simulator is too well-behaved for. */
async function service(answer: (request: SeenRequest, at: number) => TestAnswer, settings = {}) {
  const { baseUrl, seen } = await serverFor(answer);
  const connection = {
    id: 'sap',
    system: 'sap-s4hana',
    baseUrl,
    settings: { username: 'u', password: 'p', ...settings },
  };
  const ctx = contextFor({ connections: [connection] });
  return { opened: await openSapService(ctx, 'sap', '/srv'), seen };
}

const token = { 'x-csrf-token': 't1', 'set-cookie': ['a=1; path=/; HttpOnly', 'b=2'] };
const done: TestAnswer = { status: 201, body: '{"d":{"SalesOrder":"1"}}' };

it('tries without the slash where the address with it gives no token', async () => {
  const { opened, seen } = await service(({ url, method }) => {
    if (method === 'POST') return done;
    return url === '/srv' ? { status: 200, headers: token } : { status: 307, headers: { location: '/srv' } };
  });
  expect((await opened.post('A', {})).d).toEqual({ SalesOrder: '1' });
  expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /srv/', 'GET /srv', 'POST /srv/A']);
  expect(seen[2]?.headers).toMatchObject({ 'x-csrf-token': 't1', cookie: 'a=1; b=2' });
});

it('takes a token that comes with an error', async () => {
  const { opened } = await service(({ method }) => (method === 'POST' ? done : { status: 404, headers: token }));
  expect((await opened.post('A', {})).d).toEqual({ SalesOrder: '1' });
});

it('sends the client number of the connection', async () => {
  const { opened, seen } = await service(() => ({ status: 200, body: '{"d":{}}' }), { client: '100' });
  await opened.get('A');
  expect(seen[0]?.headers['sap-client']).toBe('100');
});

it('blames the drawing where an address gives no token', async () => {
  const { opened } = await service(() => ({ status: 200, body: 'hello' }));
  expect(await failureOf(opened.post('A', {}))).toMatchObject({ kind: 'flow', code: 'sap-no-token' });
});

it('keeps no token of a fetch that failed', async () => {
  const { opened } = await service(({ method }, at) =>
    at === 1 ? { status: 503 } : method === 'POST' ? done : { status: 200, headers: token },
  );
  expect(await failureOf(opened.post('A', {}))).toMatchObject({ kind: 'transient', code: 'http-503' });
  expect((await opened.post('A', {})).d).toEqual({ SalesOrder: '1' });
});

describe('an answer that cannot be read', () => {
  it.each(['<html>Sorry</html>', '{"d":{"SalesOrder"', '{"value":[]}', ''])('leaves a write open: %j', async (body) => {
    const { opened } = await service(({ method }) =>
      method === 'POST' ? { status: 200, body } : { status: 200, headers: token },
    );
    expect(await failureOf(opened.post('A', {}))).toMatchObject({
      kind: 'transient',
      code: 'sap-answer-unreadable',
      outcomeUnknown: true,
    });
  });

  it('leaves nothing open after a read', async () => {
    const { opened } = await service(() => ({ status: 200, body: '<html>' }));
    expect((await failureOf(opened.get('A'))).outcomeUnknown).toBeUndefined();
  });
});

it('leaves a write open that a server error answered', async () => {
  const { opened } = await service(({ method }) =>
    method === 'POST' ? { status: 500, body: '<html>' } : { status: 200, headers: token },
  );
  expect(await failureOf(opened.post('A', {}))).toMatchObject({ kind: 'transient', outcomeUnknown: true });
});

it('says that somebody changed the record in between', async () => {
  const { opened } = await service(() => ({ status: 412 }));
  expect(await failureOf(opened.get('A'))).toMatchObject({ kind: 'refused', code: 'sap-changed-in-between' });
});
