import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

const ContractIssue = z.object({
  path: z.string().describe('JSON pointer into the message.'),
  message: z.string(),
});

/** Checks the message against a contract and sends it on, or aside with everything that is wrong. */
export const checkContract = defineNode({
  type: 'check-contract',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    contract: z
      .string()
      .min(1)
      .describe('Contract by name, the newest version, or one version: order or order@1.')
      .meta({ editor: 'contract', label: 'Contract', placeholder: 'order', fixed: true }),
  }),
  input: Json,
  outputs: {
    valid: Json,
    invalid: z.object({ issues: z.array(ContractIssue), input: Json }),
  },
  carries: ({ contract }) => (typeof contract === 'string' && contract !== '' ? { valid: { contract: contract } } : {}),
  ui: {
    label: 'Check contract',
    group: 'Data',
    icon: 'shield-check',
    summary: '{contract}',
    description: 'Lets the message pass when it keeps a contract; otherwise sends it aside with the list of problems.',
  },
});
