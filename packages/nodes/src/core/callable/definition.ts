import { findCapability } from '@lockstep/schema/capabilities';
import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { Capability, capabilityWords } from '../call-capability/definition.ts';

const contract = (what: string) =>
  z.string().optional().describe(`Contract of ${what}, by name or one version: order or order@1. Empty: anything.`);

/** Codes of failures by those of its steps; anything that is no text is left out. */
function namesOf(errors: Json | undefined): { readonly errors?: Readonly<Record<string, string>> } {
  if (errors === null || typeof errors !== 'object' || Array.isArray(errors)) return {};
  const named = Object.entries(errors).filter((each): each is [string, string] => typeof each[1] === 'string');
  return named.length === 0 ? {} : { errors: Object.fromEntries(named) };
}

/** Begins a run when a step of another flow calls this one. What a Return step gives goes back to that step. */
export const callable = defineNode({
  type: 'callable',
  version: 1,
  kind: 'trigger',
  effect: 'none',
  strategies: [],
  callable: ({ input, output, capability, errors }) => {
    const offered = findCapability(capability);
    const named = namesOf(errors);
    if (offered) return { input: offered.input, output: offered.output, capability: offered.name, ...named };
    return {
      ...named,
      ...(typeof input === 'string' && input !== '' && { input }),
      ...(typeof output === 'string' && output !== '' && { output }),
    };
  },
  carries: ({ input, capability }) => {
    const contract = findCapability(capability)?.input ?? input;
    return typeof contract === 'string' && contract !== '' ? { out: { contract } } : {};
  },
  params: z.object({
    capability: Capability.optional()
      .describe('Capability it offers: takes and returns what that one promises. Empty: the contracts below.')
      .meta({ label: 'Offers', fixed: true, words: capabilityWords }),
    input: contract('the message it is called with').meta({ editor: 'contract', label: 'Takes', fixed: true }),
    output: contract('what it returns').meta({ editor: 'contract', label: 'Returns', fixed: true }),
    errors: z
      .record(z.string(), z.string().regex(/^[a-z][a-z0-9-]*$/, 'Use a code: order-refused.'))
      .optional()
      .describe('What callers know the failures of its steps by: sap-refused is order-refused. Others keep their code.')
      .meta({ editor: 'key-values', label: 'Failures', fixed: true }),
  }),
  input: Json,
  outputs: { out: Json },
  ui: {
    label: 'Called by a flow',
    group: 'Start',
    icon: 'log-in',
    summary: 'Other flows call it',
    description: 'Begins a run when a step of another flow calls this one, and returns its result to that step.',
  },
});
