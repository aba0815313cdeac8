import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

const RESERVED = ['otherwise', 'error'];

const Case = z.object({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9 _-]{0,39}$/, 'Use letters, digits, blanks and dashes, 40 at most.')
    .refine((name) => !RESERVED.includes(name), 'This name is taken by a port every switch has.')
    .describe('Name of the way out.')
    .meta({ label: 'Name', placeholder: 'domestic', fixed: true }),
  when: z
    .boolean()
    .describe('Must be true or false for every message.')
    .meta({ editor: 'expression', label: 'When', placeholder: "input.country === 'DE'" }),
});

/** Sends the message the first way whose condition holds. Every condition is computed, also after the first that holds. */
export const switchCases = defineNode({
  type: 'switch',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    cases: z
      .array(Case)
      .min(1)
      .max(50)
      .describe('Tried from top to bottom; the first that is true wins.')
      .meta({ label: 'Cases' }),
  }),
  input: Json,
  outputs: { otherwise: Json },
  carries: ({ cases }) =>
    Object.fromEntries(
      ['otherwise', ...(Array.isArray(cases) ? cases.flatMap(caseName) : [])].map((port) => [port, 'input' as const]),
    ),
  dynamicPorts: ({ cases }) => (Array.isArray(cases) ? cases.flatMap(caseName) : []),
  ui: {
    label: 'Switch',
    group: 'Route',
    icon: 'split',
    summary: 'First case that holds',
    description: 'Sends the message the first way whose condition holds, or out of "otherwise".',
  },
});

function caseName(value: Json): readonly string[] {
  const name = typeof value === 'object' && value !== null && 'name' in value ? value.name : undefined;
  return typeof name === 'string' && name !== '' ? [name] : [];
}
