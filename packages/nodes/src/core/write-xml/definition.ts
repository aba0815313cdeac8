import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { writeEncoding } from '../../formats/kit/content-params.ts';
import { namespacesParam } from '../../formats/xml/params.ts';

/** Writes JSON as XML, in a SOAP envelope if you like. */
export const writeXmlNode = defineNode({
  type: 'write-xml',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    document: Json.optional()
      .describe('{ <root>: value }, with attributes as @name and text beside them as #text. Empty: the message.')
      .meta({ editor: 'json', label: 'Document', placeholder: '={ Order: input }' }),
    namespaces: namespacesParam
      .describe('Declared at the root; names refer to them by prefix.')
      .meta({ label: 'Namespaces' }),
    envelope: z
      .enum(['none', 'soap-1.1', 'soap-1.2'])
      .default('none')
      .describe('Puts the document into a SOAP envelope.')
      .meta({ label: 'Envelope', fixed: true }),
    header: Json.optional()
      .describe('What the SOAP header holds, by element.')
      .meta({
        editor: 'json',
        label: 'Header',
        placeholder: '={ MessageId: run.id }',
        showWhen: { field: '/envelope', is: ['soap-1.1', 'soap-1.2'] },
      }),
    nulls: z
      .enum(['omit', 'empty', 'nil'])
      .default('omit')
      .describe('What null becomes: nothing, an empty element, or one with xsi:nil.')
      .meta({ label: 'Null', fixed: true }),
    declaration: z
      .boolean()
      .default(true)
      .describe('Begins with <?xml ...?>.')
      .meta({ label: 'Declaration', fixed: true }),
    indent: z
      .int()
      .min(0)
      .max(8)
      .default(0)
      .describe('Blanks a level. 0: one line.')
      .meta({ label: 'Indent', fixed: true }),
    encoding: writeEncoding,
  }),
  input: Json,
  outputs: { out: z.string().describe('The document: text, or Base64 when an encoding is chosen.') },
  ui: {
    label: 'Write XML',
    group: 'Formats',
    icon: 'code-xml',
    summary: 'Envelope {envelope}',
    description: 'Writes JSON as XML, with the namespaces another system expects, in a SOAP envelope if you like.',
  },
});
