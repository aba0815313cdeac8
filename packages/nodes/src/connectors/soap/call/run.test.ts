import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { contextFor, failureOf, type TestContext } from '../../../testing/context.ts';
import { serverFor } from '../../../testing/server.ts';
import { stockService } from '../../../testing/soap-service.ts';
import { soapConnection } from '../connection.ts';
import { callSoap } from './definition.ts';
import { runCallSoap } from './run.ts';

const step = (ctx: TestContext, form: object) =>
  runCallSoap({ params: callSoap.params.parse({ connection: 'stock', ...form }), input: null }, ctx);
const ask = { operation: 'GetStock', reads: true };

describe('by its WSDL', () => {
  it.each([false, true])('names, order, lists and types are those of the schema (SOAP 1.2: %s)', async (soap12) => {
    const { ctx, seen } = await stockService({ soap12 });
    const { value } = await step(ctx, { ...ask, body: { sku: ['mug & cup'], warehouse: 'DUB-1' } });
    expect(seen).toMatchObject([{ operation: 'GetStock', args: { warehouse: 'DUB-1', sku: ['mug & cup'] } }]);
    expect(value).toEqual({
      document: {
        GetStockResponse: expect.objectContaining({
          line: [{ sku: 'mug & cup', onHand: 7, value: '12.50', blocked: false }],
        }),
      },
      header: null,
    });
    const { headers, body } = ctx.requests.at(-1) ?? {};
    expect(headers?.['content-type']).toContain(soap12 ? 'action="urn:example:stock/GetStock"' : 'text/xml');
    expect(headers?.soapaction).toBe(soap12 ? undefined : '"urn:example:stock/GetStock"');
    expect(String(body).indexOf('warehouse')).toBeLessThan(String(body).indexOf('sku'));
  });

  it.each([
    [{ ...ask, operation: 'GetStok', body: {} }, 'flow', 'operation-unknown', 'did you mean GetStock?'],
    [{ ...ask, body: { sku: 'a' } }, 'item', 'body-invalid', 'GetStock lacks warehouse.'],
    [
      { ...ask, body: { sku: 'a', warehous: 'x' } },
      'item',
      'body-invalid',
      'GetStock has no warehous: did you mean warehouse?',
    ],
    [{ ...ask, body: { sku: 'a', warehouse: ['x'] } }, 'item', 'body-invalid', 'GetStock/warehouse cannot repeat.'],
    [{ ...ask, body: { sku: { a: 1 }, warehouse: 'x' } }, 'item', 'body-invalid', 'GetStock/sku is one value'],
  ])('what does not fit is said before anything is sent: %j', async (form, kind, code, text) => {
    const { ctx, seen } = await stockService();
    expect(await failureOf(step(ctx, form))).toMatchObject({ kind, code, message: expect.stringContaining(text) });
    expect(seen).toEqual([]);
  });

  it('tells a form the operations there are', async () => {
    const { connection, ctx } = await stockService();
    expect(await soapConnection.offers?.({ ...ctx, connection }, '')).toEqual({ operations: ['GetStock', 'Reserve'] });
    const none = { ...connection, settings: {} };
    expect(await soapConnection.offers?.({ ...ctx, connection: none }, '')).toEqual({});
  });

  it('is read once, and from its own host only', async () => {
    const { ctx } = await stockService();
    await step(ctx, { ...ask, body: { sku: 'a', warehouse: 'x' } });
    await step(ctx, { ...ask, body: { sku: 'b', warehouse: 'x' } });
    expect(ctx.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'POST', 'POST']);
    const { baseUrl } = await serverFor(() => ({
      status: 200,
      body: '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"><import location="http://10.0.0.7/a.wsdl"/></definitions>',
    }));
    const connection = { id: 'stock', system: 'soap', baseUrl, settings: { wsdl: '?wsdl' } };
    const other = contextFor({ connections: [connection] });
    expect(await failureOf(step(other, ask))).toMatchObject({
      code: 'wsdl-unusable',
      message: expect.stringContaining('imports http://10.0.0.7/a.wsdl, which is not at its own host'),
    });
  });
});

describe('signing in', () => {
  const user = { username: 'ann', password: 'stock-1' };

  it('by a UsernameToken carries the password, or a digest of it with a nonce of its own', async () => {
    const { ctx, listening } = await stockService({ settings: { ...user, security: 'digest' } });
    const nonces: string[] = [];
    listening.authenticate = (security) => {
      const { UsernameToken: token } = security as { UsernameToken: TokenSeen };
      nonces.push(token.Nonce.$value);
      const digest = createHash('sha1');
      digest.update(Buffer.from(token.Nonce.$value, 'base64')).update(token.Created).update(user.password);
      return token.Username === 'ann' && token.Password.$value === digest.digest('base64');
    };
    await step(ctx, { ...ask, body: { sku: 'a', warehouse: 'x' } });
    await step(ctx.again(), { ...ask, body: { sku: 'a', warehouse: 'x' } });
    expect(new Set(nonces).size).toBe(2);
    const text = await stockService({ settings: { ...user, security: 'text' } });
    text.listening.authenticate = (security) =>
      (security as { UsernameToken: TokenSeen }).UsernameToken.Password.$value === user.password;
    await step(text.ctx, { ...ask, body: { sku: 'a', warehouse: 'x' } });
    expect(text.seen).toHaveLength(1);
  });

  it('that is refused says so, and HTTP Basic is another way', async () => {
    const { ctx, listening } = await stockService({ settings: { ...user, security: 'text' } });
    listening.authenticate = () => false;
    expect((await failureOf(step(ctx, { ...ask, body: { sku: 'a', warehouse: 'x' } }))).kind).not.toBe('defect');
    const http = await stockService({ settings: user });
    await step(http.ctx, { ...ask, body: { sku: 'a', warehouse: 'x' } });
    expect(http.ctx.requests.at(-1)?.headers?.authorization).toBe(`Basic ${btoa('ann:stock-1')}`);
  });
});

describe('faults', () => {
  const failing = (fault: object) => stockService({ fault: () => ({ Fault: fault }) });
  const call = { operation: 'Reserve', body: { sku: 'a', quantity: 1 } };

  it.each([
    [{ faultcode: 'soap:Client', faultstring: 'No such sku' }, 'refused', 'soap-refused', undefined],
    [
      { faultcode: 'soap:Server', faultstring: 'Out of stock', detail: { OutOfStock: { sku: 'a' } } },
      'refused',
      'soap-fault',
      undefined,
    ],
    [{ faultcode: 'soap:Server', faultstring: 'Database is away' }, 'transient', 'soap-fault', true],
    [{ faultcode: 'wsse:FailedAuthentication', faultstring: 'Who?' }, 'refused', 'soap-auth', undefined],
  ])('%j', async (fault, kind, code, outcomeUnknown) => {
    const { ctx } = await failing(fault);
    const failure = await failureOf(step(ctx, call));
    expect(failure).toMatchObject({ kind, code, message: expect.stringContaining(fault.faultstring) });
    expect(failure.outcomeUnknown).toBe(outcomeUnknown);
  });

  it('of a call that only reads leave nothing open', async () => {
    const { ctx } = await failing({ faultcode: 'soap:Server', faultstring: 'Away' });
    const failure = await failureOf(step(ctx, { ...ask, body: { sku: 'a', warehouse: 'x' } }));
    expect([failure.kind, failure.outcomeUnknown]).toEqual(['transient', undefined]);
    expect(callSoap.strategyFor?.({ reads: true })).toBe('safe');
    expect(callSoap.strategyFor?.({})).toBe('once');
  });
});

describe('without a WSDL', () => {
  const envelope = (body: string) =>
    `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Header><s>7</s></e:Header><e:Body>${body}</e:Body></e:Envelope>`;
  const by = async (answer: { status: number; body?: string; headers?: Record<string, string> }) => {
    const server = await serverFor(() => answer);
    const connection = { id: 'stock', system: 'soap', baseUrl: server.baseUrl, settings: {} };
    return { ctx: contextFor({ connections: [connection] }), seen: server.seen };
  };
  const form = {
    version: '1.2',
    action: 'urn:m/Ping',
    namespaces: [{ prefix: 'm', uri: 'urn:m' }],
    body: { 'm:Ping': { 'm:at': 1 } },
    header: { 'm:Session': 's-1' },
    lists: ['Item'],
  };

  it('the step says the document, the action and what is a list', async () => {
    const { ctx, seen } = await by({ status: 200, body: envelope('<Pong><Item>1</Item></Pong>') });
    expect((await step(ctx, form)).value).toEqual({ document: { Pong: { Item: ['1'] } }, header: { s: '7' } });
    expect(seen[0]?.headers['content-type']).toBe('application/soap+xml; charset=utf-8; action="urn:m/Ping"');
    expect(seen[0]?.body).toContain(
      '<soap:Header><m:Session>s-1</m:Session></soap:Header><soap:Body><m:Ping><m:at>1</m:at></m:Ping></soap:Body>',
    );
  });

  it('an answer without content is none, and one that is no SOAP leaves the outcome open', async () => {
    const oneWay = await by({ status: 202 });
    expect((await step(oneWay.ctx, form)).value).toEqual({ document: null, header: null });
    const page = await by({ status: 200, body: '<html><body>Login</body></html>' });
    expect(await failureOf(step(page.ctx, form))).toMatchObject({
      code: 'soap-answer-unreadable',
      outcomeUnknown: true,
    });
    const away = await by({ status: 503, body: 'busy' });
    expect(await failureOf(step(away.ctx, form))).toMatchObject({ kind: 'transient', code: 'http-503' });
    const mtom = await by({ status: 200, headers: { 'content-type': 'multipart/related' }, body: '--x' });
    expect((await failureOf(step(mtom.ctx, form))).message).toContain('attachments');
    expect(await failureOf(step(oneWay.ctx, { ...form, body: 'x' }))).toMatchObject({ code: 'body-invalid' });
  });
});

interface TokenSeen {
  readonly Username: string;
  readonly Password: { readonly $value: string };
  readonly Nonce: { readonly $value: string };
  readonly Created: string;
}
