import { SCOPE_PORT } from '@lockstep/schema/graph';
import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { ENCODINGS } from '../../formats/kit/decoder.ts';
import { CONDITION, groupSize, ItemsDone, itemParams, itemRules } from '../../scopes/params.ts';
import { address, headers } from '../http-request/address.ts';

/** Reads a file row by row from a web server, part by part, and takes the steps in its body once for each row. */
export const readFile = defineNode({
  type: 'read-file',
  version: 1,
  kind: 'step',
  effect: 'read',
  strategies: ['safe'],
  params: z.object({
    ...address,
    url: address.url
      .describe(
        'Address of the file: a path below the base address of the connection (HTTP, SFTP or FTP), or an absolute one.',
      )
      .meta({ editor: 'text', label: 'Address', placeholder: '/exports/products.ndjson' }),
    headers,
    format: z
      .enum(['ndjson', 'csv'])
      .default('ndjson')
      .describe('NDJSON: one JSON value a line. CSV: the first row names the columns.')
      .meta({ label: 'Format', fixed: true, words: { ndjson: 'NDJSON', csv: 'CSV' } }),
    delimiter: z
      .enum(['auto', 'comma', 'semicolon', 'tab', 'pipe'])
      .default('auto')
      .describe('What stands between values. "auto" tells it from the first rows.')
      .meta({ label: 'Delimiter', fixed: true, showWhen: { field: '/format', is: ['csv'] } }),
    encoding: z
      .enum(ENCODINGS)
      .default('utf-8')
      .describe('How characters are written; a byte order mark at the beginning of the file overrules it.')
      .meta({ label: 'Encoding', fixed: true }),
    onIssue: z
      .enum(['stop', 'skip'])
      .default('stop')
      .describe('A row that cannot be read fails this step, or is left out and told in the log.')
      .meta({ label: 'Faulty rows', fixed: true, words: { stop: 'Fail this step', skip: 'Leave them out' } }),
    partKb: z
      .int()
      .min(1)
      .max(8192)
      .default(1024)
      .describe('How much is asked for at a time, in KB. It is also the longest row.')
      .meta({ label: 'Size of a part', fixed: true }),
    group: groupSize,
    ...itemParams,
  }),
  input: Json,
  outputs: { done: ItemsDone, [SCOPE_PORT]: Json },
  scope: { donePort: 'done', condition: CONDITION, rules: itemRules },
  ui: {
    label: 'Read file',
    group: 'Systems',
    icon: 'file-down',
    summary: '{url}',
    description: 'Reads an NDJSON or CSV file of any size part by part, and takes the steps inside once for each row.',
  },
});
