import { createPrivateKey, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { recorded } from '../../../simulators/kit/fixtures.ts';
import { SALESFORCE_CREDENTIALS } from './salesforce-simulator.ts';
import { SALESFORCE_NOW, salesforceWorld } from './world.testing.ts';

const { clientId, username, privateKey } = SALESFORCE_CREDENTIALS;
const CLAIMS = { iss: clientId, sub: username, aud: 'https://login.salesforce.com', exp: SALESFORCE_NOW / 1000 + 120 };

function assertion(claims: object, header: object = { alg: 'RS256' }): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = `${part(header)}.${part(claims)}`;
  return `${unsigned}.${sign('RSA-SHA256', Buffer.from(unsigned), createPrivateKey(privateKey)).toString('base64url')}`;
}

async function org() {
  const world = await salesforceWorld();
  const signIn = async (jwt: string) => {
    const body = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: jwt });
    const answer = await fetch(`${world.sim.baseUrl}/services/oauth2/token`, { method: 'POST', body });
    return { status: answer.status, body: (await answer.json()) as Record<string, string> };
  };
  const call = async (method: string, path: string, token: string, body?: unknown) => {
    const answer = await fetch(`${world.sim.baseUrl}/services/data/v68.0${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
  };
  return { ...world, signIn, call };
}

describe('sign-in', () => {
  it('takes an assertion of the app, and gives where to call', async () => {
    const { signIn, sim } = await org();
    const { status, body } = await signIn(assertion(CLAIMS));
    expect([status, body.instance_url, body.token_type]).toEqual([200, sim.baseUrl, 'Bearer']);
    expect(Object.keys(body)).not.toContain('expires_in');
  });

  it.each([
    [{ ...CLAIMS, exp: SALESFORCE_NOW / 1000 - 1 }, 'expired authorization code'],
    [{ ...CLAIMS, exp: SALESFORCE_NOW / 1000 + 3600 }, 'expired authorization code'],
    [{ ...CLAIMS, aud: 'https://test.salesforce.com' }, 'audience is invalid'],
    [{ ...CLAIMS, iss: 'x' }, 'invalid client credentials'],
    [{ ...CLAIMS, sub: 'x' }, "user hasn't approved this consumer"],
  ])('refuses %j', async (claims, reason) => {
    const { signIn } = await org();
    expect(await signIn(assertion(claims))).toEqual({
      status: 400,
      body: { error: 'invalid_grant', error_description: reason },
    });
  });

  it('refuses what nobody signed', async () => {
    const { signIn } = await org();
    const [head, , signature] = assertion(CLAIMS).split('.');
    const forged = Buffer.from(JSON.stringify({ ...CLAIMS, sub: 'admin' })).toString('base64url');
    expect((await signIn(`${head}.${forged}.${signature}`)).status).toBe(400);
    expect((await signIn('x')).status).toBe(400);
  });
});

it('counts its calls, and words its errors as a list', async () => {
  const { signIn, call, faults } = await org();
  const { access_token: token = '' } = (await signIn(assertion(CLAIMS))).body;
  const missing = await call('GET', '/sobjects/Account/001', token);
  expect([missing.status, missing.body, missing.headers.get('sforce-limit-info')]).toEqual([
    404,
    [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }],
    'api-usage=1/100000',
  ]);
  const stranger = await call('GET', '/limits', 'nobody');
  expect([stranger.status, stranger.body]).toEqual([
    401,
    recorded('salesforce/rest/expired_session_response.json') ?? [
      { message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' },
    ],
  ]);
  await faults({ quotaGone: true });
  expect((await call('GET', '/limits', token)).body).toMatchObject([{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }]);
});

it('makes, changes and shows records, and does not take an external id twice', async () => {
  const { signIn, call, put } = await org();
  const { access_token: token = '' } = (await signIn(assertion(CLAIMS))).body;
  const made = await call('PATCH', '/sobjects/Order/Shop__c/7', token, { Name: 'a' });
  expect(made).toMatchObject({ status: 201, body: { success: true, created: true } });
  expect((await call('PATCH', '/sobjects/Order/Shop__c/7', token, { Name: 'b' })).status).toBe(200);
  expect((await call('GET', `/sobjects/Order/${made.body.id}`, token)).body).toMatchObject({ Name: 'b', Shop__c: '7' });
  await put('Order', { Shop__c: '7' });
  expect((await call('PATCH', '/sobjects/Order/Shop__c/7', token, { Name: 'c' })).status).toBe(300);
  expect((await call('PATCH', '/sobjects/Order/Shop__c/7', token, { Shop__c: '8' })).status).toBe(400);
});
