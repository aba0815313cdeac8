import { SCOPE_PORT } from '@lockstep/schema/graph';
import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { CONDITION, groupSize, ItemsDone, itemParams, itemRules } from '../../scopes/params.ts';
import { address, headers } from '../http-request/address.ts';

const Path = z.string().regex(/^([^\s.]+(\.[^\s.]+)*)?$/, 'Use names with dots between them: data.orders.');

/** Reads a list that a system gives page by page, and takes the steps in its body once for each item of it. */
export const readPages = defineNode({
  type: 'read-pages',
  version: 1,
  kind: 'step',
  effect: 'read',
  strategies: ['safe'],
  params: z
    .object({
      ...address,
      url: address.url
        .describe('Address of the first page: a path below the base address of the connection, or an absolute one.')
        .meta({ editor: 'text', label: 'Address', placeholder: '/admin/api/orders.json' }),
      query: z
        .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
        .default({})
        .describe('Query parameters of the first page, and of the others where they are told by a cursor or a number.')
        .meta({ editor: 'key-values', label: 'Query' }),
      headers,
      items: Path.default('')
        .describe('Where the list stands in the answer. Empty: the answer itself, or "value" or "d.results" (OData).')
        .meta({ label: 'List in the answer', placeholder: 'data.orders', fixed: true }),
      paging: z
        .enum(['link', 'odata', 'cursor', 'page'])
        .default('link')
        .describe('How the next page is told: a Link header, OData, a cursor in the answer, or page numbers.')
        .meta({
          label: 'Next page',
          fixed: true,
          words: { link: 'Link header', odata: 'OData', cursor: 'Cursor in the answer', page: 'Page numbers' },
        }),
      cursor: Path.default('')
        .describe(
          'Where the cursor stands in the answer; data.-1.id is the id of the last item. No cursor, or an empty one: the last page.',
        )
        .meta({
          label: 'Cursor in the answer',
          placeholder: 'meta.next',
          fixed: true,
          showWhen: { field: '/paging', is: ['cursor'] },
        }),
      cursorParam: z
        .string()
        .min(1)
        .default('cursor')
        .describe('Query parameter that takes the cursor.')
        .meta({ label: 'Cursor parameter', fixed: true, showWhen: { field: '/paging', is: ['cursor'] } }),
      pageParam: z
        .string()
        .min(1)
        .default('page')
        .describe('Query parameter that takes the number of the page. A page without items is the last one.')
        .meta({ label: 'Page parameter', fixed: true, showWhen: { field: '/paging', is: ['page'] } }),
      firstPage: z
        .int()
        .min(0)
        .max(1)
        .default(1)
        .meta({ label: 'Number of the first page', fixed: true, showWhen: { field: '/paging', is: ['page'] } }),
      maxPages: z
        .int()
        .min(1)
        .max(1_000_000)
        .default(1000)
        .describe('More pages are taken for a mistake, and fail this step.')
        .meta({ label: 'Pages at most', fixed: true }),
      group: groupSize,
      ...itemParams,
    })
    .refine(({ paging, cursor }) => paging !== 'cursor' || cursor !== '', {
      path: ['cursor'],
      message: 'Say where the cursor stands in the answer, for example meta.next.',
    }),
  input: Json,
  outputs: { done: ItemsDone, [SCOPE_PORT]: Json },
  scope: { donePort: 'done', condition: CONDITION, rules: itemRules },
  ui: {
    label: 'Read pages',
    group: 'Systems',
    icon: 'files',
    summary: '{url}',
    description: 'Reads a list page by page, and takes the steps inside once for each item.',
  },
});
