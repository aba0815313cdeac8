import type { Json, JsonObject } from '@lockstep/schema/run';
import { near } from '../kit/near.ts';
import type { Wrong } from './addresses.ts';
import { literalOf } from './literals.ts';
import type { EntitySet, ODataModel, Operation } from './model.ts';
import { toWire } from './to-wire.ts';

/** The operation of a name, bound to records of a set where one is given. Bound ones may be called without their namespace. */
export function operationNamed(
  model: ODataModel,
  name: string,
  to: { readonly set?: EntitySet; readonly one: boolean },
): Operation | Wrong {
  const { set, one } = to;
  const all = model.operations.filter((each) => each.name === name || each.name.endsWith(`.${name}`));
  if (all.length === 0) {
    const known = model.operations.flatMap((each) => [each.name, each.name.slice(each.name.lastIndexOf('.') + 1)]);
    return { wrong: `The service has no operation ${name}${near(name, known)}` };
  }
  if (!set) {
    const free = all.find(({ bound }) => bound === undefined);
    return (
      free ?? {
        wrong: `${name} is bound to records: name their entity set${all.some(({ bound }) => !bound?.many) ? ' and the key' : ''}.`,
      }
    );
  }
  const fitting = all.find(({ bound }) => bound?.type === set.type.name && bound.many === !one);
  if (fitting) return fitting;
  const other = all.find(({ bound }) => bound?.type === set.type.name);
  if (other) {
    return {
      wrong: other.bound?.many
        ? `${name} is called on ${set.name} as a whole: leave the key empty.`
        : `${name} is called on one record of ${set.name}: give its key.`,
    };
  }
  return {
    wrong: all.some(({ bound }) => bound === undefined)
      ? `${name} is not bound to records: leave the entity set empty.`
      : `${name} is not for records of ${set.name}.`,
  };
}

/** How an operation is called: below the service, or below the record it is bound to. */
export interface OperationCall {
  readonly path: string;
  readonly body?: JsonObject;
  readonly numbersAsText: boolean;
}

/**
 * @param below path of the record or set; undefined for an operation of the service itself
 * @see OData v2 URI conventions, 3.3; OData v4 URL conventions, 4.5 and 5.1.1.14; OData protocol 4.01, 11.5
 */
export function operationCall(
  model: ODataModel,
  operation: Operation,
  { below, values }: { readonly below?: string; readonly values: JsonObject },
): OperationCall | { readonly wrong: readonly string[] } {
  const { name, params, method } = operation;
  const short = name.slice(name.lastIndexOf('.') + 1);
  const known = params.map((each) => each.name);
  const wrong = Object.keys(values)
    .filter((each) => !known.includes(each))
    .map((each) => `${short} takes no ${each}${near(each, known)}`);
  for (const { name: param, nullable } of model.version === 'v4' ? params : []) {
    if (!nullable && (values[param] === undefined || values[param] === null)) wrong.push(`${short} lacks ${param}.`);
  }
  if (wrong.length > 0) return { wrong };
  const at = below === undefined ? name : `${below}/${name}`;
  if (model.version === 'v4' && method === 'POST') {
    const type = {
      name,
      keys: [],
      fields: new Map(params.map((each) => [each.name, each])),
      links: new Map(),
      open: false,
    };
    const written = toWire(model, type, values);
    return 'wrong' in written ? written : { path: at, ...written };
  }
  const literals: string[] = [];
  for (const field of params) {
    const value = values[field.name];
    if (value === undefined) continue;
    const literal = literalOf(value, field, model);
    if (literal === undefined)
      wrong.push(
        `${field.name}: ${JSON.stringify(value satisfies Json)} is no ${field.type} that stands in an address.`,
      );
    else literals.push(`${field.name}=${encodeURIComponent(literal)}`);
  }
  if (wrong.length > 0) return { wrong };
  const path =
    model.version === 'v4'
      ? `${at}(${literals.join(',')})`
      : `${at}${literals.length > 0 ? '?' : ''}${literals.join('&')}`;
  return { path, numbersAsText: false };
}
