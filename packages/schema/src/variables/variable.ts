import { z } from 'zod';
import { Json } from '../run/json.ts';

/** Longest text, and longest JSON of a value, in characters: variables are settings, not data. */
export const MAX_VARIABLE_CHARS = 20_000;

/** What expressions and scripts call it by: `vars.erpUrl`. Never changed. */
export const VariableName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9_]{0,59}$/, 'A name begins with a small letter and has letters, digits and underscores.');
export type VariableName = z.infer<typeof VariableName>;

/** A secret of a connection: its value stays sealed there, and is rotated there. */
export const SecretRef = z.object({
  connection: z.string().min(1).max(48),
  /** Field of the connection. */
  secret: z.string().min(1).max(120),
});
export type SecretRef = z.infer<typeof SecretRef>;

const isSmall = (value: unknown) => JSON.stringify(value).length <= MAX_VARIABLE_CHARS;

/** What a variable holds, with its type. */
export const VariableValue = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), value: z.string().max(MAX_VARIABLE_CHARS) }),
  z.object({ type: z.literal('number'), value: z.number() }),
  z.object({ type: z.literal('boolean'), value: z.boolean() }),
  z.object({
    type: z.literal('json'),
    value: Json.refine(isSmall, `A value has ${MAX_VARIABLE_CHARS} characters of JSON at most.`),
  }),
  z.object({ type: z.literal('secret'), value: SecretRef }),
]);
export type VariableValue = z.infer<typeof VariableValue>;

export type VariableType = VariableValue['type'];

/** What stands in place of a secret wherever people look. */
export const HIDDEN_VALUE = '••••••••';

/** Plain values by name, as expressions see them: secrets left to the caller. */
export type VariableValues = Readonly<Record<string, Json>>;

/** A value as people read it. */
export function variableText(held: VariableValue): string {
  switch (held.type) {
    case 'text':
      return held.value;
    case 'secret':
      return `secret ${held.value.connection}/${held.value.secret}`;
    case 'number':
    case 'boolean':
      return String(held.value);
    case 'json':
      return JSON.stringify(held.value);
    default:
      return held satisfies never;
  }
}
