import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { readParams } from '../../formats/kit/content-params.ts';
import { namespacesParam } from '../../formats/xml/params.ts';

const path = z
  .string()
  .regex(/^\/?[^\s/]+(\/[^\s/]+)*$/, 'Use names with slashes between them, for example Lines/Line.')
  .max(300);

/** Reads XML into JSON. Texts stay texts, so leading zeros stay; nothing outside the document is ever fetched. */
export const parseXml = defineNode({
  type: 'parse-xml',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    ...readParams,
    envelope: z
      .enum(['none', 'soap'])
      .default('none')
      .describe('"soap" opens a SOAP 1.1 or 1.2 envelope; a SOAP fault goes out of "rejected".')
      .meta({ label: 'Envelope', fixed: true }),
    names: z
      .enum(['local', 'written', 'mapped'])
      .default('local')
      .describe('"local" leaves prefixes out, "written" keeps those of the document, "mapped" uses your own.')
      .meta({ label: 'Names', fixed: true }),
    namespaces: namespacesParam
      .describe('What each namespace is called, whatever prefix a document uses for it.')
      .meta({ label: 'Namespaces', showWhen: { field: '/names', is: ['mapped'] } }),
    lists: z
      .array(path.meta({ label: 'Path', placeholder: 'Lines/Line', fixed: true }))
      .max(200)
      .default([])
      .describe('Elements that are lists also when there is only one: the end of the path to them.')
      .meta({ label: 'Always lists' }),
    types: z
      .array(
        z.object({
          path: path
            .describe('The end of the path: Quantity, Line/@number.')
            .meta({ label: 'Path', placeholder: 'Quantity', fixed: true }),
          as: z
            .enum(['number', 'decimal', 'boolean'])
            .default('number')
            .describe('"number" is a JSON number of 15 digits at most; "decimal" is text such as 12.50, for money.')
            .meta({ label: 'Read as', fixed: true }),
        }),
      )
      .max(200)
      .default([])
      .describe('Texts that are numbers or true and false. All others stay text.')
      .meta({ label: 'Types' }),
    attributes: z
      .boolean()
      .default(true)
      .describe('Keeps attributes, as @name.')
      .meta({ label: 'Attributes', fixed: true }),
    mixed: z
      .enum(['text', 'markup'])
      .default('text')
      .describe('What an element with text between its elements becomes: its text, or its inner markup as text.')
      .meta({ label: 'Mixed content', fixed: true }),
    trim: z
      .boolean()
      .default(true)
      .describe('Takes off white space around texts.')
      .meta({ label: 'Trim texts', fixed: true }),
    maxDepth: z
      .int()
      .min(1)
      .max(500)
      .default(200)
      .describe('Levels of elements; a deeper document is sent aside.')
      .meta({ label: 'Depth at most', fixed: true }),
  }),
  input: Json,
  outputs: {
    out: z.object({
      document: Json.describe('{ <root>: value }; attributes as @name, text beside them as #text.'),
      header: Json.describe('Header of the SOAP envelope, null when there is none.'),
    }),
    rejected: z.object({
      code: z.string(),
      message: z.string(),
      line: z.int().optional(),
      column: z.int().optional(),
      fault: Json.describe('Code, reason and detail of a SOAP fault, else null.'),
    }),
  },
  ui: {
    label: 'Parse XML',
    group: 'Formats',
    icon: 'code-xml',
    summary: 'Names {names}, envelope {envelope}',
    description: 'Reads XML, or what is in a SOAP envelope, into JSON. Entities of a document type are never expanded.',
  },
});
