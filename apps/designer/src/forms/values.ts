import { escapePointer, type Issue, valueAt } from '@lockstep/schema/graph';
import type { Json, JsonObject } from '@lockstep/schema/run';
import type { FieldModel } from './field-model.ts';

export type Params = Readonly<Record<string, Json>>;

/** Pointer of a member below another place: RFC 6901. */
export function below(pointer: string, name: string | number): string {
  return `${pointer}/${escapePointer(String(name))}`;
}

/** The object with a member set, or taken away when the value is `undefined`. */
export function withMember(object: Params, name: string, value: Json | undefined): Params {
  if (value !== undefined) return { ...object, [name]: value };
  const { [name]: _, ...rest } = object;
  return rest;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a field applies, given the other parameters and the defaults of those left out. */
export function isShown(field: FieldModel, params: Params, fields: readonly FieldModel[]): boolean {
  if (field.showWhen === undefined) return true;
  const path = field.showWhen.field.split('/').slice(1);
  const value = (valueAt(params, path) as Json | undefined) ?? defaultAt(fields, path);
  return field.showWhen.is.some((wanted) => wanted === value);
}

function defaultAt(fields: readonly FieldModel[], path: readonly string[]): Json | undefined {
  const [name, ...rest] = path;
  const field = fields.find((one) => one.name === name);
  if (field === undefined) return undefined;
  if (rest.length === 0) return field.defaultValue;
  return field.kind === 'group' ? defaultAt(field.fields, rest) : undefined;
}

/** What a new list item or a new step begins with: what is required gets an empty value of its kind, the rest nothing. */
export function emptyValue(field: FieldModel): Json {
  if (field.defaultValue !== undefined) return field.defaultValue;
  switch (field.kind) {
    case 'group':
      return emptyMembers(field.fields);
    case 'list':
      return Array.from({ length: field.min }, () => emptyValue(field.item));
    case 'key-values':
      return {};
    case 'boolean':
      return false;
    case 'number':
    case 'duration':
      return field.min ?? 0;
    case 'choice':
      return field.choices[0] ?? '';
    case 'variant':
      return { [field.tag]: field.variants[0]?.value ?? '', ...emptyMembers(field.variants[0]?.fields ?? []) };
    case 'json':
      return null;
    case 'expression':
      return '=';
    default:
      return '';
  }
}

/** Members a new object begins with: only what must be there; defaults stay with the node type. */
export function emptyMembers(fields: readonly FieldModel[]): Params {
  const needed = fields.filter((field) => field.required);
  return Object.fromEntries(needed.map((field) => [field.name, emptyValue(field)]));
}

/** What is wrong at a field: said of the field itself, or, when it has no fields of its own, of anything in it. */
export function issueAt(issues: readonly Issue[], pointer: string, isLeaf: boolean): Issue | undefined {
  const exact = issues.find(({ field }) => field === pointer);
  if (exact !== undefined || !isLeaf) return exact;
  return issues.find(({ field }) => field?.startsWith(`${pointer}/`) === true);
}
