import { z } from 'zod';
import { ConsentPurpose, CUSTOMER_FIELDS, CustomerField, LIST_FIELDS } from './fields.ts';

const System = z.string().min(1).max(60);

/** How the value of a field is chosen among systems that say different things. */
export const STRATEGIES = ['most-recent', 'source-priority', 'merge', 'manual'] as const;
export const Strategy = z.enum(STRATEGIES);
export type Strategy = z.infer<typeof Strategy>;

export const FieldRule = z.object({
  strategy: Strategy,
  /** Of `source-priority`: the first of these that has a value; systems that are not named come after them. */
  systems: z.array(System).max(20).default([]),
});
export type FieldRule = z.infer<typeof FieldRule>;

/** What is done with two records that share something. */
export const Matching = z.enum(['merge', 'propose', 'off']);
export type Matching = z.infer<typeof Matching>;

/** A system that is kept in step with the golden record. */
export const SyncTarget = z.object({
  system: System,
  /** Fields that are written there. */
  fields: z.array(CustomerField).min(1).max(CUSTOMER_FIELDS.length),
  /** A customer it does not have is made there. */
  create: z.boolean().default(false),
  /** Nothing but consents is written there unless the person agreed to this. */
  needs: ConsentPurpose.optional(),
});
export type SyncTarget = z.infer<typeof SyncTarget>;

/** Which value survives, which records are one person, and what is written where. */
export const CustomerRules = z
  .object({
    fields: z.partialRecord(CustomerField, FieldRule),
    matching: z.object({ email: Matching, phone: Matching, nameAddress: Matching }),
    targets: z.array(SyncTarget).max(20),
  })
  .superRefine(({ fields, targets }, ctx) => {
    for (const [field, rule] of Object.entries(fields)) {
      const path = ['fields', field, 'strategy'];
      const isList = LIST_FIELDS.some((each) => each === field);
      if (field === 'consents' && rule.strategy !== 'merge') {
        ctx.addIssue({ code: 'custom', path, message: 'Consents are merged: the newest word of the person counts.' });
      } else if (rule.strategy === 'merge' && !isList) {
        ctx.addIssue({ code: 'custom', path, message: `Only lists can be merged, and ${field} holds one value.` });
      }
      if (rule.strategy === 'source-priority' && rule.systems.length === 0) {
        ctx.addIssue({ code: 'custom', path: ['fields', field, 'systems'], message: 'Name the systems, best first.' });
      }
    }
    for (const [at, { system }] of targets.entries()) {
      if (targets.findIndex((each) => each.system === system) === at) continue;
      ctx.addIssue({ code: 'custom', path: ['targets', at, 'system'], message: `${system} stands here twice.` });
    }
  });
export type CustomerRules = z.infer<typeof CustomerRules>;

/** The rule of a field that none names. */
export function ruleOf({ fields }: Pick<CustomerRules, 'fields'>, field: CustomerField): FieldRule {
  const rule = fields[field];
  if (rule) return rule;
  return { strategy: LIST_FIELDS.includes(field) ? 'merge' : 'most-recent', systems: [] };
}

const PROFILE = ['email', 'phone', 'firstName', 'lastName'] as const;

/** What holds until somebody changes it: a profile may be edited anywhere, money and status are the ERP's. */
export const DEFAULT_RULES: CustomerRules = {
  fields: {
    taxNumber: { strategy: 'source-priority', systems: ['business-central', 'sap'] },
    creditLimit: { strategy: 'source-priority', systems: ['business-central', 'sap'] },
    status: { strategy: 'source-priority', systems: ['business-central', 'sap'] },
    addresses: { strategy: 'merge', systems: [] },
    consents: { strategy: 'merge', systems: [] },
  },
  matching: { email: 'merge', phone: 'propose', nameAddress: 'propose' },
  targets: [
    { system: 'shopify', fields: [...PROFILE, 'consents'], create: false },
    { system: 'salesforce', fields: [...PROFILE, 'consents'], create: true, needs: 'profiling' },
    { system: 'business-central', fields: [...PROFILE, 'company'], create: true },
  ],
};
