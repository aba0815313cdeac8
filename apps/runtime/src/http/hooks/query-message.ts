import type { Json, JsonObject } from '@lockstep/schema/run';
import { isSecretName, MASK } from '../../telemetry/index.ts';

/**
 * The message in the query of a request that has no body: an object of its parameters. A parameter is a number, a truth value or a
 * list where the schema says that it is one and it can be read so, else text; without a schema one that comes several times is a list.
 * What sounds like a secret is masked.
 */
export function queryMessage(query: URLSearchParams, schema?: Json): JsonObject {
  const types = propertiesOf(schema);
  const message: Record<string, Json> = Object.create(null);
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name).map((value) => (isSecretName(name) ? MASK : value));
    message[name] = parameterOf(values, types[name]);
  }
  return { ...message };
}

function parameterOf(values: readonly string[], type: JsonObject | undefined): Json {
  if (type?.type === 'array') return values.map((value) => read(value, objectOf(type.items)));
  const [first = '', ...others] = values;
  return others.length === 0 ? read(first, type) : [...values];
}

function read(text: string, type: JsonObject | undefined): Json {
  switch (type?.type) {
    case 'integer':
    case 'number':
      return /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : text;
    case 'boolean':
      return text === 'true' || (text === 'false' ? false : text);
    default:
      return text;
  }
}

function propertiesOf(schema: Json | undefined): Readonly<Record<string, JsonObject | undefined>> {
  const properties = objectOf(objectOf(schema)?.properties) ?? {};
  return Object.assign(
    Object.create(null),
    Object.fromEntries(Object.entries(properties).map(([name, type]) => [name, objectOf(type)])),
  );
}

function objectOf(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}
