import { existsSync, readFileSync } from 'node:fs';
import type { Json } from '@lockstep/schema/run';
import { describe, expect, it } from 'vitest';
import { contextFor, failureOf } from '../../testing/context.ts';
import { parseXml } from './definition.ts';
import { runParseXml } from './run.ts';

const parse = (input: Json, form: object = {}) =>
  runParseXml({ params: parseXml.params.parse(form), input }, contextFor());

it('reads the message into JSON', async () => {
  const form = { lists: ['Lines/Line'], types: [{ path: 'Quantity' }] };
  expect(
    await parse('<Order id="1"><Lines><Line><Sku>007</Sku><Quantity>2</Quantity></Line></Lines></Order>', form),
  ).toEqual({
    port: 'out',
    value: { document: { Order: { '@id': '1', Lines: { Line: [{ Sku: '007', Quantity: 2 }] } } }, header: null },
  });
});

it('sends aside what is no XML, with its place, and what has no value of its type', async () => {
  expect(await parse('<a>\n<b></a>')).toMatchObject({
    port: 'rejected',
    value: { code: 'not-well-formed', line: 2, message: expect.stringContaining('Line 2') },
  });
  expect(await parse('<a><q>x</q></a>', { types: [{ path: 'q' }] })).toMatchObject({
    port: 'rejected',
    value: { code: 'not-a-number', message: '/a/q: "x" is no number.' },
  });
});

describe('a SOAP envelope', () => {
  const soap = (version: '1.1' | '1.2', inner: string) => {
    const uri =
      version === '1.1' ? 'http://schemas.xmlsoap.org/soap/envelope/' : 'http://www.w3.org/2003/05/soap-envelope';
    return `<s:Envelope xmlns:s="${uri}">${inner}</s:Envelope>`;
  };
  const open = { envelope: 'soap' };

  it('is opened: what is in its body, and its header', async () => {
    const text = soap('1.1', '<s:Header><Id>7</Id></s:Header><s:Body><m:Stock xmlns:m="urn:m">3</m:Stock></s:Body>');
    expect(await parse(text, open)).toEqual({
      port: 'out',
      value: { document: { Stock: '3' }, header: { Header: { Id: '7' } } },
    });
    expect(await parse(soap('1.2', '<s:Body/>'), open)).toMatchObject({ value: { document: null } });
  });

  it('with a fault goes out of rejected', async () => {
    const one =
      '<s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>No such order.</faultstring><detail><n>4</n></detail></s:Fault></s:Body>';
    expect(await parse(soap('1.1', one), open)).toEqual({
      port: 'rejected',
      value: {
        code: 'soap-fault',
        message: 'The other side answered with a SOAP fault: No such order.',
        fault: { code: 's:Client', reason: 'No such order.', detail: { detail: { n: '4' } } },
      },
    });
    const two =
      '<s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text>No.</s:Text></s:Reason></s:Fault></s:Body>';
    expect(await parse(soap('1.2', two), open)).toMatchObject({
      value: { fault: { code: 's:Sender', reason: 'No.' } },
    });
  });

  it('that is none is sent aside', async () => {
    expect(await parse('<a/>', open)).toMatchObject({
      value: { code: 'not-soap', message: '<a> is no SOAP envelope.' },
    });
    expect(await parse(soap('1.1', ''), open)).toMatchObject({ value: { message: 'The SOAP envelope has no body.' } });
    expect(await parse(soap('1.1', '<s:Body><a/><b/></s:Body>'), open)).toMatchObject({ value: { code: 'not-soap' } });
  });
});

it('takes what is no text for a fault of the message', async () => {
  expect(await failureOf(parse(7))).toMatchObject({ kind: 'item', message: 'The content is a number, not text.' });
});

const corpus = new URL('../../../../../../shared/corpus/INJ.json', import.meta.url);
interface Case {
  readonly id: string;
  readonly title: string;
  readonly payload: { readonly xml?: string; readonly xmlGen?: string; readonly xmlHex?: string };
}
const cases: readonly Case[] = existsSync(corpus)
  ? (JSON.parse(readFileSync(corpus, 'utf8')) as readonly Case[]).filter(({ payload }) =>
      Object.keys(payload).some((key) => key.startsWith('xml')),
    )
  : [];

describe.skipIf(cases.length === 0)('the abuse corpus (skipped where ../shared/corpus is absent)', () => {
  it.each(cases.map((one) => [one.id, one.title, one] as const))('%s: %s', async (_, __, { payload }) => {
    const { xml, xmlGen, xmlHex } = payload;
    const nested = Number(xmlGen?.replace('nest:', ''));
    const form =
      xmlHex === undefined ? {} : { encoding: 'utf-8', content: Buffer.from(xmlHex, 'hex').toString('base64') };
    const { port, value } = await parse(xml ?? '<a>'.repeat(nested || 0), form);
    expect(JSON.stringify(value)).not.toMatch(/root:|lollol/);
    expect([port, JSON.stringify(value)]).toMatchObject(
      /__proto__/.test(xml ?? '')
        ? ['out', '{"document":{"__proto__":{"polluted":"1"}},"header":null}']
        : [/SYSTEM "http/.test(xml ?? '') ? 'out' : 'rejected', expect.any(String)],
    );
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('has all its 6 cases', () => {
    expect(cases).toHaveLength(6);
  });
});
