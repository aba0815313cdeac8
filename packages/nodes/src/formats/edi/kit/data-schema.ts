import type { Json, JsonObject } from '@lockstep/schema/run';
import { type CompositeDef, type Dictionary, type ElementDef, INLINE, type ValueDef } from './dictionary.ts';
import { MORE_COMPONENTS, MORE_ELEMENTS, meaningOf } from './read-elements.ts';
import type { Item, SetDef } from './structure.ts';
import { OTHER } from './to-data.ts';

/** Levels below a level that are described; a ship notice has five at most. */
const LEVELS_DEEP = 4;

/** What the fields of a transaction set may be, as a closed JSON Schema, so that a name written wrong is found along the wires. */
export function dataSchema(set: SetDef, dictionary: Dictionary): JsonObject {
  return object(itemProperties(set.items, dictionary));
}

function itemProperties(items: readonly Item[], dictionary: Dictionary): Record<string, Json> {
  const other = object({ after: { type: 'string' }, segment: { type: 'array', items: {} } });
  const properties = items.map((item): readonly [string, Json] => {
    const schema = item.segment === 'HL' ? levelSchema(item, dictionary, LEVELS_DEEP) : itemSchema(item, dictionary);
    return [item.name, item.isMany ? { type: 'array', items: schema } : schema];
  });
  return { ...Object.fromEntries(properties), [OTHER]: { type: 'array', items: other } };
}

function itemSchema(item: Item, dictionary: Dictionary): JsonObject {
  const fields = elementProperties(dictionary.segments.get(item.segment) ?? [], dictionary);
  return object({ ...fields, ...(item.items && itemProperties(item.items, dictionary)) });
}

/** A loop of HL lies in the one it names, so its number and parent are no fields of it. */
function levelSchema(item: Item, dictionary: Dictionary, deep: number): JsonObject {
  const { id: _, parent: __, hasChildren: ___, ...fields } = itemSchema(item, dictionary).properties as JsonObject;
  const below = deep === 0 ? {} : levelSchema(item, dictionary, deep - 1);
  return object({ ...fields, children: { type: 'array', items: below } });
}

function elementProperties(defs: readonly ElementDef[], dictionary: Dictionary): Record<string, Json> {
  const properties: Record<string, Json> = { [MORE_ELEMENTS]: { type: 'array', items: {} } };
  for (const def of defs) {
    if (def.kind !== 'list') Object.assign(properties, propertiesOf(def, dictionary));
    else {
      const composite = def.of.find((part) => part.kind === 'composite');
      const inner = composite
        ? compositeSchema(composite, dictionary)
        : object(Object.assign({}, ...def.of.map((part) => propertiesOf(part, dictionary))) as Record<string, Json>);
      properties[def.name] = { type: 'array', items: inner };
    }
  }
  return properties;
}

function propertiesOf(def: ValueDef | CompositeDef, dictionary: Dictionary): Record<string, Json> {
  if (def.kind === 'composite') {
    const schema = compositeSchema(def, dictionary);
    return def.name === INLINE ? (schema.properties as Record<string, Json>) : { [def.name]: schema };
  }
  const hasMeaning = def.codes !== undefined && dictionary.codes[def.codes] !== undefined;
  return { [def.name]: valueSchema(def), ...(hasMeaning && { [meaningOf(def.name)]: { type: 'string' } }) };
}

function compositeSchema({ parts }: CompositeDef, dictionary: Dictionary): JsonObject {
  const properties = Object.assign({}, ...parts.map((part) => propertiesOf(part, dictionary))) as Record<string, Json>;
  return object({
    ...properties,
    [MORE_COMPONENTS]: { type: 'array', items: { type: 'string' } },
    repeat: { type: 'array', items: {} },
  });
}

function valueSchema({ type }: ValueDef): JsonObject {
  return type === 'number' ? { type: ['number', 'string'] } : { type: 'string' };
}

function object(properties: Record<string, Json>): JsonObject {
  return { type: 'object', properties, additionalProperties: false };
}

/** The schema of what reading gives, in which the data of each transaction is that of one set. */
export function withData(schema: JsonObject, list: string, data: JsonObject): JsonObject {
  const transactions = (schema.properties as JsonObject)[list] as JsonObject;
  const items = transactions.items as JsonObject;
  const properties = { ...(items.properties as JsonObject), data };
  return {
    ...schema,
    properties: { ...(schema.properties as JsonObject), [list]: { ...transactions, items: { ...items, properties } } },
  };
}
