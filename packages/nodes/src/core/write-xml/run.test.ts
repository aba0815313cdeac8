import type { Json } from '@lockstep/schema/run';
import { expect, it } from 'vitest';
import { contextFor, failureOf } from '../../testing/context.ts';
import { writeXmlNode } from './definition.ts';
import { runWriteXml } from './run.ts';

const write = (input: Json, form: object = {}) =>
  runWriteXml({ params: writeXmlNode.params.parse(form), input }, contextFor());

it('writes the message as a document', async () => {
  expect(await write({ order: { '@id': 1, line: ['a', 'b'] } })).toEqual({
    port: 'out',
    value: '<?xml version="1.0" encoding="UTF-8"?>\n<order id="1"><line>a</line><line>b</line></order>',
  });
});

it('writes a SOAP envelope with header and namespaces', async () => {
  const form = {
    envelope: 'soap-1.2',
    header: { 'm:Id': 7 },
    namespaces: [{ prefix: 'm', uri: 'urn:m' }],
    declaration: false,
  };
  expect((await write({ 'm:GetStock': { sku: '007' } }, form)).value).toBe(
    '<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:m="urn:m">' +
      '<soap:Header><m:Id>7</m:Id></soap:Header><soap:Body><m:GetStock><sku>007</sku></m:GetStock></soap:Body></soap:Envelope>',
  );
});

it('gives bytes as Base64 and declares their encoding', async () => {
  const { value } = await write({ ort: 'Köln' }, { encoding: 'iso-8859-1' });
  expect(Buffer.from(value, 'base64').toString('latin1')).toBe(
    '<?xml version="1.0" encoding="ISO-8859-1"?>\n<ort>Köln</ort>',
  );
});

it('names what cannot be written', async () => {
  expect(await failureOf(write({ order: { 'my line': 1 } }))).toMatchObject({
    kind: 'item',
    code: 'xml-not-written',
    message: '/order/my line: "my line" is no name in XML.',
  });
});
