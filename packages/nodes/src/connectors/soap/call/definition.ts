import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { namespacesParam } from '../../../formats/xml/params.ts';

const withoutWsdl = 'Without a WSDL: ';

/**
 * Calls an operation of a SOAP service. Nothing in SOAP lets a request be known again, so a call that changes something is not repeated on
 * an unknown outcome unless its author says that it may be.
 */
export const callSoap = defineNode({
  type: 'soap.call',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['once', 'upsert', 'safe'],
  strategyFor: ({ reads }) => (reads === true ? 'safe' : 'once'),
  params: z.object({
    connection: z.string().min(1).meta({ editor: 'connection', system: 'soap', label: 'Connection', fixed: true }),
    operation: z
      .string()
      .max(200)
      .default('')
      .describe('As the WSDL calls it; those it has are suggested.')
      .meta({ label: 'Operation', placeholder: 'GetStock', fixed: true, offers: 'operations' }),
    reads: z
      .boolean()
      .default(false)
      .describe('It changes nothing, so it may be repeated.')
      .meta({ label: 'Only reads', fixed: true }),
    body: Json.optional()
      .describe(
        'What the operation takes, as an object: by the WSDL, names need no prefixes and no order. Without one, a document with its root: { "m:GetStock": { … } }. Empty: the message.',
      )
      .meta({ editor: 'json', label: 'Body', placeholder: '={ sku: input.sku }' }),
    header: Json.optional()
      .describe('Further header entries, with the prefixes of the namespaces below.')
      .meta({ editor: 'json', label: 'Header', placeholder: '={ "m:Session": input.session }' }),
    version: z
      .enum(['1.1', '1.2'])
      .default('1.1')
      .describe(`${withoutWsdl}version of SOAP.`)
      .meta({ label: 'SOAP', fixed: true }),
    action: z
      .string()
      .max(500)
      .default('')
      .describe(`${withoutWsdl}SOAPAction.`)
      .meta({ label: 'Action', placeholder: 'urn:example:GetStock', fixed: true }),
    namespaces: namespacesParam
      .describe('Namespaces of the names in body and header.')
      .meta({ label: 'Namespaces', fixed: true }),
    lists: z
      .array(z.string().min(1).max(500))
      .max(100)
      .default([])
      .describe(`${withoutWsdl}elements of the answer that are lists also when there is one: Item, Items/Item.`)
      .meta({ label: 'Lists', fixed: true }),
  }),
  input: Json,
  outputs: {
    out: z.object({
      document: Json.describe(
        'What is in the body of the answer, by the name of its root; null where nothing comes back.',
      ),
      header: Json.describe('Header of the envelope, null when there is none.'),
    }),
  },
  timeoutMs: 60_000,
  ui: {
    label: 'Call SOAP service',
    group: 'Systems',
    icon: 'code-xml',
    summary: '{operation}',
    description:
      'Calls an operation of a SOAP service, by its WSDL where it has one. Faults are failures with their reason.',
    system: 'SOAP',
  },
});
