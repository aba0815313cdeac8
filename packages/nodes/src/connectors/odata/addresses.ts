import type { Json } from '@lockstep/schema/run';
import { near } from '../kit/near.ts';
import { isObject } from '../kit/read-json.ts';
import { literalOf } from './literals.ts';
import type { EntitySet, Field, ODataModel, StructuredType } from './model.ts';

/** What is wrong with what an author or a message gave: a sentence that names the place. */
export type Wrong = { readonly wrong: string };

/** The set, or which ones there are. */
export function setNamed(model: ODataModel, name: string): EntitySet | Wrong {
  return model.sets.get(name) ?? { wrong: `The service has no entity set ${name}${near(name, model.sets.keys())}` };
}

/**
 * The address of one record below the service: `A_SalesOrderItem(SalesOrder='1',SalesOrderItem='10')`.
 *
 * @param key the value of a single key field, or an object with all of them
 */
export function recordPath(model: ODataModel, { name, type }: EntitySet, key: Json): string | Wrong {
  const [first] = type.keys;
  if (first === undefined) return { wrong: `Records of ${name} have no key.` };
  const values = isObject(key) ? key : { [first]: key };
  if (!isObject(key) && type.keys.length > 1) {
    return { wrong: `The key of ${name} is ${type.keys.join(', ')}: give all of them by name.` };
  }
  const unknown = Object.keys(values).find((field) => !type.keys.includes(field));
  if (unknown !== undefined)
    return { wrong: `${unknown} is not part of the key of ${name} (${type.keys.join(', ')}).` };
  const parts: string[] = [];
  for (const field of type.keys) {
    const value = values[field];
    if (value === undefined || value === null) return { wrong: `The key of ${name} lacks ${field}.` };
    const literal = literalFor(model, type, field, value);
    if (typeof literal !== 'string') return literal;
    parts.push(type.keys.length === 1 ? encodeURIComponent(literal) : `${field}=${encodeURIComponent(literal)}`);
  }
  return `${name}(${parts.join(',')})`;
}

/** `Field eq value and …`: every one of them equal. Not yet encoded. */
export function equalFilter(
  model: ODataModel,
  { type }: EntitySet,
  where: Readonly<Record<string, Json>>,
): string | Wrong {
  const parts: string[] = [];
  for (const [field, value] of Object.entries(where)) {
    const literal = literalFor(model, type, field, value);
    if (typeof literal !== 'string') return literal;
    parts.push(`${field} eq ${literal}`);
  }
  return parts.join(' and ');
}

function literalFor(model: ODataModel, type: StructuredType, name: string, value: Json): string | Wrong {
  const field: Field | undefined = type.fields.get(name);
  if (!field) return { wrong: `${shortName(type)} has no field ${name}${near(name, type.fields.keys())}` };
  const literal = literalOf(value, field, model);
  return literal ?? { wrong: `${name}: ${JSON.stringify(value)} is no ${field.type}.` };
}

/** Without its namespace, as people call it. */
export function shortName({ name }: StructuredType): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
