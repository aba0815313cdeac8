import type { Json } from '@lockstep/schema/run';
import { z } from 'zod';

/** What a form needs of one parameter, read from the JSON Schema of a node type and its `meta`. */
interface Common {
  readonly name: string;
  readonly label: string;
  readonly help: string | undefined;
  readonly placeholder: string | undefined;
  readonly required: boolean;
  /** Never an expression: needed before any message exists. */
  readonly fixed: boolean;
  readonly defaultValue: Json | undefined;
  readonly showWhen: { readonly field: string; readonly is: readonly Json[] } | undefined;
  /** What the chosen connection has names of; they are suggested. */
  readonly offers: string | undefined;
}

export type FieldModel = Common &
  (
    | { readonly kind: 'text' | 'textarea' | 'code' | 'expression' | 'json' | 'contract' | 'secret' }
    | { readonly kind: 'path' | 'cron' | 'topic' }
    | { readonly kind: 'flow' | 'version-range' }
    | { readonly kind: 'connection'; readonly systems: readonly string[] | undefined }
    | { readonly kind: 'number'; readonly integer: boolean; readonly min?: number; readonly max?: number }
    | { readonly kind: 'duration'; readonly min?: number; readonly max?: number }
    | { readonly kind: 'boolean' | 'key-values' }
    | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly words: Readonly<Record<string, string>> }
    | { readonly kind: 'group'; readonly fields: readonly FieldModel[] }
    | { readonly kind: 'list'; readonly item: FieldModel; readonly min: number; readonly max: number }
    /** One of several shapes, told apart by a constant member. */
    | { readonly kind: 'variant'; readonly tag: string; readonly variants: readonly Variant[] }
  );

export interface Variant {
  readonly value: string;
  readonly label: string;
  readonly fields: readonly FieldModel[];
}

export type FieldKind = FieldModel['kind'];

const JsonSchema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    properties: z.record(z.string(), JsonSchema).optional(),
    required: z.array(z.string()).optional(),
    items: z.union([JsonSchema, z.boolean()]).optional(),
    oneOf: z.array(JsonSchema).optional(),
    anyOf: z.array(JsonSchema).optional(),
    description: z.string().optional(),
    default: z.unknown().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    maxLength: z.number().optional(),
    minItems: z.number().optional(),
    maxItems: z.number().optional(),
    editor: z.string().optional(),
    system: z.union([z.string(), z.array(z.string())]).optional(),
    label: z.string().optional(),
    placeholder: z.string().optional(),
    words: z.record(z.string(), z.string()).optional(),
    fixed: z.boolean().optional(),
    offers: z.string().optional(),
    showWhen: z.object({ field: z.string(), is: z.array(z.unknown()) }).optional(),
  }),
);

interface Schema {
  readonly type?: string | string[] | undefined;
  readonly enum?: unknown[] | undefined;
  readonly const?: unknown;
  readonly properties?: Record<string, Schema> | undefined;
  readonly required?: string[] | undefined;
  readonly items?: Schema | boolean | undefined;
  readonly oneOf?: Schema[] | undefined;
  readonly anyOf?: Schema[] | undefined;
  readonly description?: string | undefined;
  readonly default?: unknown;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly editor?: string | undefined;
  readonly system?: string | string[] | undefined;
  readonly label?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly words?: Record<string, string> | undefined;
  readonly fixed?: boolean | undefined;
  readonly offers?: string | undefined;
  readonly showWhen?: { field: string; is: unknown[] } | undefined;
}

const models = new WeakMap<z.core.$ZodType, readonly FieldModel[]>();

/** The fields of a node type's parameters, in the order they are declared. Computed once per schema. */
export function fieldsOf(params: z.core.$ZodType): readonly FieldModel[] {
  const known = models.get(params);
  if (known !== undefined) return known;
  const schema = JsonSchema.parse(z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' }));
  const fields = membersOf(schema);
  models.set(params, fields);
  return fields;
}

function membersOf(schema: Schema): readonly FieldModel[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, member]) => modelOf(name, member, required.has(name)));
}

function modelOf(name: string, schema: Schema, required: boolean): FieldModel {
  const common: Common = {
    name,
    label: schema.label ?? wordsOf(name),
    help: schema.description,
    placeholder: schema.placeholder,
    required,
    fixed: schema.fixed ?? false,
    defaultValue: schema.default as Json | undefined,
    showWhen: schema.showWhen as Common['showWhen'],
    offers: schema.offers,
  };
  const min = schema.minimum === undefined ? {} : { min: schema.minimum };
  const max = schema.maximum === undefined ? {} : { max: schema.maximum };
  switch (schema.editor) {
    case 'textarea':
    case 'code':
    case 'expression':
    case 'json':
    case 'contract':
    case 'flow':
    case 'version-range':
    case 'secret':
    case 'path':
    case 'cron':
    case 'topic':
    case 'text':
    case 'key-values':
      return { ...common, kind: schema.editor };
    case 'connection':
      return {
        ...common,
        kind: 'connection',
        systems: schema.system === undefined ? undefined : [schema.system].flat(),
      };
    case 'duration-ms':
      return { ...common, kind: 'duration', ...min, ...max };
    default:
  }
  if (schema.enum !== undefined) {
    return { ...common, kind: 'choice', choices: schema.enum.map(String), words: schema.words ?? {} };
  }
  const variants = variantsOf(schema);
  if (variants !== undefined) return { ...common, kind: 'variant', ...variants };
  const type = Array.isArray(schema.type) ? undefined : schema.type;
  switch (type) {
    case 'string':
      return { ...common, kind: (schema.maxLength ?? 0) > 1_000 ? 'textarea' : 'text' };
    case 'integer':
    case 'number':
      return { ...common, kind: 'number', integer: type === 'integer', ...min, ...max };
    case 'boolean':
      return { ...common, kind: 'boolean' };
    case 'object':
      return schema.properties === undefined
        ? { ...common, kind: 'key-values' }
        : { ...common, kind: 'group', fields: membersOf(schema) };
    case 'array': {
      if (typeof schema.items !== 'object') return { ...common, kind: 'json' };
      const item = modelOf('', schema.items, true);
      return { ...common, kind: 'list', item, min: schema.minItems ?? 0, max: schema.maxItems ?? 1_000 };
    }
    default:
      return { ...common, kind: 'json' };
  }
}

/** A discriminated union: every choice is an object with the same member held constant. */
function variantsOf(schema: Schema): { readonly tag: string; readonly variants: readonly Variant[] } | undefined {
  const choices = schema.oneOf ?? schema.anyOf;
  const [first] = choices ?? [];
  const tag = Object.entries(first?.properties ?? {}).find(([, member]) => typeof member.const === 'string')?.[0];
  if (choices === undefined || tag === undefined) return undefined;
  const variants = choices.map((choice): Variant | undefined => {
    const constant = choice.properties?.[tag]?.const;
    if (typeof constant !== 'string') return undefined;
    const fields = membersOf(choice).filter(({ name }) => name !== tag);
    return { value: constant, label: choice.label ?? wordsOf(constant), fields };
  });
  return variants.includes(undefined) ? undefined : { tag, variants: variants.filter((one) => one !== undefined) };
}

/** `holdMinutes` and `hold-minutes` as a label: `Hold minutes`. */
export function wordsOf(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
