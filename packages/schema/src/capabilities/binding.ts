import { z } from 'zod';
import { FlowId } from '../graph/ids.ts';

/** Dotted names from the root of the request: `channel.name`. Items of lists cannot be named. */
export const RequestField = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/, 'Use names with dots between them: channel.name.');

const Scalar = z.string().max(200);

/** Requests that always go to one flow: of these countries, of this range of numbers. The first rule that holds decides. */
export const BindingRule = z
  .object({
    field: RequestField,
    /** The value of the field is one of these, as text. */
    is: z.array(Scalar).min(1).max(200).optional(),
    /** The value is at or behind this one: numbers by size, anything else as text, digits in it by size. */
    from: Scalar.optional(),
    /** The value is at or before this one. */
    to: Scalar.optional(),
    flow: FlowId,
  })
  .refine(({ is, from, to }) => (is === undefined) !== (from === undefined && to === undefined), {
    message: 'Say which values, or from where to where; not both.',
  });
export type BindingRule = z.infer<typeof BindingRule>;

const Percent = z
  .number()
  .min(0)
  .max(100)
  .refine((value) => Number.isInteger(Math.round(value * 1e6) / 1e4), 'At most two digits behind the point.');

/** Which flow serves a capability: for everybody, for a rule's requests, for a share of the keys, and beside it for comparison. */
export const Binding = z.object({
  /** Serves whatever the rest does not say otherwise. */
  flow: FlowId,
  rules: z.array(BindingRule).max(50).default([]),
  /** This share of the business keys goes to another flow. A greater share keeps the keys of a smaller one. */
  share: z.object({ flow: FlowId, percent: Percent }).optional(),
  /** Called beside the flow that serves, for this share of the keys; its answer is compared and goes nowhere. */
  shadow: z
    .object({
      flow: FlowId,
      percent: Percent.default(100),
      /** Fields of the answer that are not compared, besides those each system makes up. */
      ignore: z.array(RequestField).max(100).default([]),
    })
    .optional(),
});
export type Binding = z.infer<typeof Binding>;

/** Every flow a binding names, each once. */
export function flowsOfBinding({ flow, rules, share, shadow }: Binding): readonly string[] {
  const named = [flow, ...rules.map((rule) => rule.flow), share?.flow, shadow?.flow];
  return [...new Set(named.filter((id) => id !== undefined))];
}
