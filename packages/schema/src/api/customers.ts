import { z } from 'zod';
import { CustomerEntry } from '../customers/entry.ts';
import { CustomerField, CustomerValues, SourceRef } from '../customers/fields.ts';
import { CustomerRules, Strategy } from '../customers/rules.ts';
import { Json, type JsonObject } from '../run/json.ts';
import { endpoint } from './endpoint.ts';

const Instant = z.iso.datetime();
const Said = {
  by: z.string().min(1).max(120).default('operator'),
  reason: z.string().max(500).optional(),
};

/** A customer as the list shows it. */
export const CustomerSummary = z.object({
  id: z.string(),
  name: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  /** Systems that know it. */
  systems: z.array(z.string()),
  /** Fields that wait for a person to choose. */
  undecided: z.int(),
  /** Records that share something with it and were not merged. */
  duplicates: z.int(),
  changedAt: Instant,
});
export type CustomerSummary = z.infer<typeof CustomerSummary>;

/** What one system says of a field. */
export const CustomerCandidate = SourceRef.extend({ value: Json, since: Instant });
export type CustomerCandidate = z.infer<typeof CustomerCandidate>;

/** How the value of one field came about. */
export const CustomerFieldView = z.object({
  field: CustomerField,
  value: Json,
  strategy: Strategy,
  /** Systems in the order in which they count, for `source-priority`. */
  priority: z.array(z.string()),
  reason: z.enum(['only', 'most-recent', 'source-priority', 'merged', 'chosen', 'undecided']),
  winner: SourceRef.optional(),
  since: Instant.optional(),
  chosen: z.object({ by: z.string(), at: z.string(), reason: z.string().optional() }).optional(),
  candidates: z.array(CustomerCandidate),
});
export type CustomerFieldView = z.infer<typeof CustomerFieldView>;

/** What one system has. */
export const CustomerSourceView = SourceRef.extend({
  values: z.array(
    z.object({
      field: CustomerField,
      /** As it last reported. */
      holds: Json.optional(),
      /** Written there and not reported back yet. */
      awaited: Json.optional(),
      /** It shows the golden value, or is on its way to. */
      agrees: z.boolean(),
    }),
  ),
  /** Fields that were kept from it for want of consent. */
  blocked: z.array(CustomerField),
});
export type CustomerSourceView = z.infer<typeof CustomerSourceView>;

/** A record that shares something and is not the same by itself. */
export const PossibleDuplicate = CustomerSummary.pick({ id: true, name: true, email: true, phone: true }).extend({
  shares: z.array(z.enum(['email', 'phone', 'nameAddress'])),
  /** A person said that it is somebody else. */
  apart: z.boolean(),
});
export type PossibleDuplicate = z.infer<typeof PossibleDuplicate>;

export const CustomerMoment = z.object({
  id: z.int(),
  at: Instant,
  entry: CustomerEntry,
  run: z
    .object({ runId: z.string(), flowId: z.string(), flowName: z.string().optional(), node: z.string().optional() })
    .optional(),
});
export type CustomerMoment = z.infer<typeof CustomerMoment>;

export const CustomerView = z.object({
  id: z.string(),
  version: z.int(),
  mergedInto: z.string().optional(),
  changedAt: Instant,
  /** As the contract `customer` has it. */
  customer: Json as z.ZodType<JsonObject>,
  fields: z.array(CustomerFieldView),
  sources: z.array(CustomerSourceView),
  /** Records that were merged into it, and can be taken out. */
  mergers: z.array(z.object({ id: z.string(), at: z.string(), sources: z.array(SourceRef) })),
  duplicates: z.array(PossibleDuplicate),
  /** The newest decisions first. */
  log: z.array(CustomerMoment),
});
export type CustomerView = z.infer<typeof CustomerView>;

const Write = z.object({ system: z.string(), id: z.string().optional(), values: CustomerValues });

/** What a change would make of records, before anybody makes it. */
export const CustomerPlan = z.object({
  records: z.array(
    z.object({
      id: z.string(),
      mergedInto: z.string().optional(),
      sources: z.array(SourceRef),
      golden: CustomerValues,
      /** Fields whose golden value changes. */
      changed: z.array(CustomerField),
      writes: z.array(Write),
      blocked: z.array(Write),
    }),
  ),
});
export type CustomerPlan = z.infer<typeof CustomerPlan>;

/** Counted a few seconds ago at most. */
export const CustomerCounts = z.object({ customers: z.int(), undecided: z.int(), duplicates: z.int() });
export type CustomerCounts = z.infer<typeof CustomerCounts>;

const Id = z.object({ id: z.string().min(1).max(60) });
const tag = 'Customers';

export const listCustomers = endpoint({
  id: 'listCustomers',
  method: 'get',
  path: '/customers',
  tag,
  summary: 'List golden records, changed last first; search by number, name, e-mail address or telephone number',
  query: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    /** `changedAt` of the last customer of the page before. */
    before: Instant.optional(),
    search: z.string().max(200).optional(),
    which: z.enum(['undecided', 'duplicates']).optional(),
  }),
  ok: z.object({
    customers: z.array(CustomerSummary),
    counts: CustomerCounts,
    next: Instant.optional(),
  }),
  problems: [],
});

export const getCustomer = endpoint({
  id: 'getCustomer',
  method: 'get',
  path: '/customers/:id',
  tag,
  summary: 'Tell of one customer: each field with who says what, who won and why, duplicates, and the log of decisions',
  params: Id,
  ok: CustomerView,
  problems: ['not-found'],
});

export const putCustomer = endpoint({
  id: 'putCustomer',
  method: 'put',
  path: '/customers/:id',
  tag,
  summary: 'Choose values that stand whatever systems say, or leave fields to the rules again; systems are told',
  params: Id,
  body: z.object({
    ...Said,
    values: CustomerValues.omit({ consents: true }).default({}),
    release: z.array(CustomerField).max(20).default([]),
  }),
  ok: CustomerView,
  problems: ['not-found', 'customer-merged'],
});

const mergeBody = z.object({
  ...Said,
  from: z.string().min(1).max(60).describe('The record that becomes part of this one.'),
});

export const planMerge = endpoint({
  id: 'planMerge',
  method: 'post',
  path: '/customers/:id/merge/plan',
  tag,
  summary: 'Say what a merge would make of two records, and what would be written where',
  params: Id,
  body: mergeBody,
  ok: CustomerPlan,
  problems: ['not-found', 'customer-merged'],
});

export const mergeCustomer = endpoint({
  id: 'mergeCustomer',
  method: 'post',
  path: '/customers/:id/merge',
  tag,
  summary: 'Make another record part of this one',
  params: Id,
  body: mergeBody,
  ok: CustomerView,
  problems: ['not-found', 'customer-merged'],
});

const unmergeBody = z.object({ ...Said, gone: z.string().min(1).max(60).describe('The record to take out again.') });

export const planUnmerge = endpoint({
  id: 'planUnmerge',
  method: 'post',
  path: '/customers/:id/unmerge/plan',
  tag,
  summary: 'Say what taking a merged record out again would make of both',
  params: Id,
  body: unmergeBody,
  ok: CustomerPlan,
  problems: ['not-found', 'customer-not-merged'],
});

export const unmergeCustomer = endpoint({
  id: 'unmergeCustomer',
  method: 'post',
  path: '/customers/:id/unmerge',
  tag,
  summary: 'Take a merged record out again: it gets back what it brought, and stays apart',
  params: Id,
  body: unmergeBody,
  ok: CustomerView,
  problems: ['not-found', 'customer-not-merged'],
});

export const getCustomerRules = endpoint({
  id: 'getCustomerRules',
  method: 'get',
  path: '/customer-rules',
  tag,
  summary: 'Tell which value survives, which records are one person, and what is written where',
  ok: z.object({ rules: CustomerRules, systems: z.array(z.string()) }),
  problems: [],
});

export const putCustomerRules = endpoint({
  id: 'putCustomerRules',
  method: 'put',
  path: '/customer-rules',
  tag,
  summary: 'Change the rules; golden records follow at once, systems are told with the next change of a customer',
  body: z.object({ by: Said.by, rules: CustomerRules }),
  ok: z.object({ rules: CustomerRules, systems: z.array(z.string()) }),
  problems: [],
});
