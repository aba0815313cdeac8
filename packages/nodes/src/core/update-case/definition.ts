import { CaseDocument, CaseKind, PartChange } from '@lockstep/schema/cases';
import { MAX_PROMISE_MS } from '@lockstep/schema/graph';
import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

const Expected = z.object({
  name: z.string().min(1).max(60).describe('What must happen.').meta({ label: 'Milestone', placeholder: 'shipped' }),
  part: z
    .string()
    .max(100)
    .optional()
    .describe('Id of the line or group it is about. Empty: the case.')
    .meta({ label: 'Line or group' }),
  withinMs: z
    .int()
    .min(0)
    .max(MAX_PROMISE_MS)
    .default(86_400_000)
    .describe('How long it may take from now.')
    .meta({ editor: 'duration-ms', label: 'Within' }),
});

const Reached = z.object({
  name: z.string().min(1).max(60).describe('What happened.').meta({ label: 'Milestone', placeholder: 'shipped' }),
  part: z
    .string()
    .max(100)
    .optional()
    .describe('Id of the line or group it is about. Empty: the case.')
    .meta({ label: 'Line or group' }),
});

/** Tells what happened to a business object. Told again under the same idempotency key it changes nothing, so the key is the strategy. */
export const updateCase = defineNode({
  type: 'update-case',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key'],
  params: z.object({
    kind: CaseKind.default('order')
      .describe('What it is: order, return, shipment, or a word of your own. The first three guard their states.')
      .meta({ label: 'Kind', fixed: true }),
    key: z
      .union([z.string().min(1).max(200), z.number()])
      .describe('What people call it by; a number means its text.')
      .meta({ editor: 'text', label: 'Key', placeholder: '=input.orderNumber' }),
    title: z.string().max(200).optional().describe('One line for the list.').meta({ label: 'Title' }),
    at: z
      .string()
      .optional()
      .describe('When it happened, with its zone, such as 2026-11-27T06:00:00Z. Empty: now.')
      .meta({ label: 'Happened at', placeholder: '=input.updatedAt' }),
    state: z
      .string()
      .max(60)
      .optional()
      .describe('New state of the whole. The state of an order with lines follows from its lines.')
      .meta({ label: 'State', placeholder: 'approved' }),
    lines: Json.optional()
      .describe('What is told of lines: a list of { id, state, group, title, quantity }. What is left out stays.')
      .meta({ editor: 'json', label: 'Lines', placeholder: '=input.lines' }),
    groups: Json.optional()
      .describe('What is told of fulfilment groups: a list of { id, state, title }. It holds for their lines too.')
      .meta({ editor: 'json', label: 'Groups', placeholder: '=[{ id: input.warehouse, state: "shipped" }]' }),
    documents: Json.optional()
      .describe('Documents that systems made: a list of { type, id, system }.')
      .meta({ editor: 'json', label: 'Documents', placeholder: '=[{ type: "sales order", id: input.id }]' }),
    reached: z.array(Reached).max(20).default([]).describe('What has happened by this.').meta({ label: 'Milestones' }),
    expected: z
      .array(Expected)
      .max(20)
      .default([])
      .describe('What must happen next. When it does not, an event on the topic case.milestone-missed says so.')
      .meta({ label: 'Expected next' }),
    note: z.string().max(2000).optional().describe('A sentence for its story.').meta({ label: 'Note' }),
    visible: z
      .boolean()
      .default(false)
      .describe('The customer may see what this tells.')
      .meta({ label: 'Customer sees it' }),
  }),
  input: Json,
  outputs: {
    updated: z.object({
      kind: z.string(),
      key: z.string(),
      state: z.string(),
      lines: z.array(PartChange),
      groups: z.array(PartChange),
      documents: z.array(CaseDocument),
    }),
    /** Some of it contradicts the case: that part changed nothing, the rest did. */
    refused: z.object({
      kind: z.string(),
      key: z.string(),
      state: z.string(),
      refused: z.array(z.object({ part: z.string().optional(), from: z.string().optional(), to: z.string() })),
    }),
  },
  ui: {
    label: 'Update case',
    group: 'Observe',
    icon: 'milestone',
    summary: '{kind} {key}',
    description:
      'Tells what happened to an order, a return or a shipment: its state, lines, documents and milestones, and what must happen next.',
  },
});
