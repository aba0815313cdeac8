import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { httpRequest } from '../../core/http-request/definition.ts';
import { runHttpRequest } from '../../core/http-request/run.ts';
import { contextFor, failureOf, type TestContext } from '../../testing/context.ts';
import { serverFor } from '../../testing/server.ts';

/** A system whose refresh tokens rotate: one that is used twice ends everything. */
async function rotating() {
  const state = { access: '', refresh: 'r0', refreshes: 0, revoked: false };
  const server = await serverFor(({ url, headers, body }) => {
    if (url !== '/token')
      return { status: headers.authorization === `Bearer ${state.access}` && state.access !== '' ? 200 : 401 };
    const given = new URLSearchParams(body).get('refresh_token');
    if (state.revoked || given !== state.refresh) {
      state.revoked = true;
      return { status: 400, body: '{"error":"invalid_grant"}' };
    }
    state.refreshes += 1;
    state.access = randomUUID();
    state.refresh = randomUUID();
    return { status: 200, body: JSON.stringify({ access_token: state.access, refresh_token: state.refresh }) };
  });
  const settings = { tokenUrl: `${server.baseUrl}/token`, clientId: 'c', clientSecret: 's', refreshToken: 'r0' };
  const ctx = contextFor({ connections: [{ id: 'shop', system: 'http', baseUrl: server.baseUrl, settings }] });
  return { ...server, state, ctx };
}

const call = (ctx: TestContext, form: object = {}) => {
  const params = httpRequest.params.parse({ connection: 'shop', url: '/orders', ...form });
  return runHttpRequest({ params, input: null }, ctx);
};

it('gets the first token, keeps the one that came with it, and another when it has lapsed', async () => {
  const { ctx, state } = await rotating();
  expect(await call(ctx)).toMatchObject({ value: { status: 200 } });
  state.access = 'lapsed';
  expect(await call(ctx, { method: 'POST', body: {} })).toMatchObject({ value: { status: 200 } });
  expect(state).toMatchObject({ refreshes: 2, revoked: false });
});

it('refreshes once for fifty calls at a time', async () => {
  const { ctx, state } = await rotating();
  await Promise.all(Array.from({ length: 50 }, () => call(ctx)));
  state.access = 'lapsed';
  await Promise.all(Array.from({ length: 50 }, () => call(ctx)));
  expect(state).toMatchObject({ refreshes: 2, revoked: false });
});

it('says that somebody must sign in anew, and that an endpoint is away', async () => {
  const { ctx, state } = await rotating();
  state.revoked = true;
  expect(await failureOf(call(ctx))).toMatchObject({ kind: 'refused', category: 'auth', code: 'oauth-refused' });
  const { baseUrl } = await serverFor(() => ({ status: 503 }));
  const settings = { tokenUrl: `${baseUrl}/token`, refreshToken: 'r' };
  const away = contextFor({ connections: [{ id: 'shop', system: 'http', baseUrl, settings }] });
  expect(await failureOf(call(away))).toMatchObject({ kind: 'transient', code: 'http-503' });
});

it('does not ask for a token where none can be got', async () => {
  const { baseUrl } = await serverFor(() => ({ status: 401 }));
  const ctx = contextFor({ connections: [{ id: 'shop', system: 'http', baseUrl, settings: { token: 'old' } }] });
  expect(await failureOf(call(ctx))).toMatchObject({ category: 'auth', code: 'http-401' });
  expect(ctx.requests.length).toBe(1);
});
