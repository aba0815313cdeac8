import type { Json, JsonObject } from '../run/json.ts';
import { pointed } from './resolve.ts';

/** Something wrong in the document of a contract, by JSON pointer. */
export interface ContractProblem {
  /** From the document: `/schema/properties/sku`, `/examples/0`. */
  readonly path: string;
  /** A sentence, or the end of one that begins with the path. */
  readonly message: string;
}

/** Larger schemas are refused: people cannot read them, and every process keeps all of them. */
const MAX_SCHEMAS = 20_000;
const MAX_DEPTH = 60;
const MAX_PROBLEMS = 100;

/** Keywords whose value is one schema, a list of schemas, schemas by name. */
const ONE = 'items additionalProperties not if then else contains propertyNames unevaluatedProperties';
const SINGLE: ReadonlySet<string> = new Set(ONE.split(' '));
const LISTED: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const NAMED: ReadonlySet<string> = new Set(['properties', 'patternProperties', '$defs', 'dependentSchemas']);
const PLAIN: ReadonlySet<string> = new Set(
  (
    '$schema $ref $comment title description default examples deprecated readOnly writeOnly type enum const required ' +
    'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern format contentEncoding ' +
    'contentMediaType contentSchema minItems maxItems uniqueItems minContains maxContains minProperties maxProperties ' +
    'dependentRequired'
  ).split(' '),
);
const TYPES: ReadonlySet<string> = new Set('string number integer boolean object array null'.split(' '));
/** What other drafts said, and how 2020-12 says it; and what makes a contract refer out of itself. */
const INSTEAD: Readonly<Record<string, string>> = {
  definitions: 'is from an older draft: use $defs',
  dependencies: 'is from an older draft: use dependentRequired or dependentSchemas',
  additionalItems: 'is from an older draft: use items beside prefixItems',
  nullable: 'is from OpenAPI 3.0: list "null" among the types',
  $recursiveRef: 'is from an older draft: use $ref',
  $id: 'is not used here: the name and version of the contract say what it is called',
  $anchor: 'is not used here: refer by #/$defs/…',
  $dynamicRef: 'is not used here: refer by #/$defs/…',
  $dynamicAnchor: 'is not used here: refer by #/$defs/…',
  $vocabulary: 'is not used here',
  // The validator misjudges it beside `contains`; what cannot be checked must not be promised.
  unevaluatedItems: 'is not used here: use items: false behind prefixItems',
};

interface Walk {
  readonly root: Json;
  count: number;
}

/**
 * What keeps a schema from being a contract, at most 100 problems: keywords nobody knows (a misspelt one would allow everything),
 * references that lead nowhere or out of the document, required fields that are not allowed, annotations of the wrong kind.
 */
export function schemaProblems(schema: Json): readonly ContractProblem[] {
  const problems: ContractProblem[] = [];
  for (const problem of allProblems(schema)) {
    problems.push(problem);
    if (problems.length === MAX_PROBLEMS) break;
  }
  return problems;
}

function* allProblems(schema: Json): Generator<ContractProblem> {
  if (!isObject(schema)) {
    yield { path: '/schema', message: 'must be an object: a JSON Schema of 2020-12' };
    return;
  }
  const dialect = schema.$schema;
  if (dialect !== undefined && dialect !== 'https://json-schema.org/draft/2020-12/schema') {
    yield { path: '/schema/$schema', message: 'must be https://json-schema.org/draft/2020-12/schema' };
  }
  const walk: Walk = { root: schema, count: 0 };
  yield* look(walk, schema, '/schema', 0);
  if (walk.count > MAX_SCHEMAS) yield { path: '/schema', message: `has more than ${MAX_SCHEMAS} parts` };
}

function* look(walk: Walk, schema: Json, path: string, depth: number): Generator<ContractProblem> {
  walk.count += 1;
  if (walk.count > MAX_SCHEMAS || typeof schema === 'boolean') return;
  if (!isObject(schema)) yield { path, message: 'must be a schema: an object, true or false' };
  else if (depth > MAX_DEPTH) yield { path, message: `lies more than ${MAX_DEPTH} deep` };
  else {
    for (const [key, value] of Object.entries(schema)) {
      yield* keyword(walk, { key, value, path: `${path}/${escaped(key)}`, depth });
    }
    yield* ownProblems(walk, schema, path);
  }
}

interface Keyword {
  readonly key: string;
  readonly value: Json;
  readonly path: string;
  readonly depth: number;
}

function* keyword(walk: Walk, { key, value, path, depth }: Keyword): Generator<ContractProblem> {
  const wrong = Object.hasOwn(INSTEAD, key) ? INSTEAD[key] : undefined;
  if (wrong !== undefined) yield { path, message: wrong };
  else if (SINGLE.has(key)) yield* look(walk, value, path, depth + 1);
  else if (LISTED.has(key)) {
    if (!Array.isArray(value) || value.length === 0) {
      yield { path, message: 'must be a list of schemas that is not empty' };
    } else {
      for (const [at, each] of (value as readonly Json[]).entries())
        yield* look(walk, each, `${path}/${at}`, depth + 1);
    }
  } else if (NAMED.has(key)) {
    if (!isObject(value)) yield { path, message: 'must be an object of schemas by name' };
    else {
      for (const [name, each] of Object.entries(value)) yield* look(walk, each, `${path}/${escaped(name)}`, depth + 1);
    }
  } else if (!PLAIN.has(key) && !key.startsWith('x-')) {
    yield { path, message: 'is no keyword of JSON Schema 2020-12; notes of your own begin with "x-"' };
  }
}

function* ownProblems({ root }: Walk, schema: JsonObject, path: string): Generator<ContractProblem> {
  const { $ref, type, pattern, required, properties, additionalProperties } = schema;
  if ($ref !== undefined && (typeof $ref !== 'string' || !/^#($|\/)/.test($ref))) {
    yield { path: `${path}/$ref`, message: 'must refer to a place in this contract: #/$defs/…' };
  } else if (typeof $ref === 'string' && pointed(root, $ref) === undefined) {
    yield { path: `${path}/$ref`, message: `refers to ${$ref}, which is not there` };
  }
  const types = [type ?? []].flat();
  if (types.some((each) => typeof each !== 'string' || !TYPES.has(each))) {
    yield { path: `${path}/type`, message: `must be one of ${[...TYPES].join(', ')}` };
  }
  // The validator misjudges `unevaluatedProperties` beside an `if` without `then`.
  if (schema.if !== undefined && schema.then === undefined) {
    yield { path: `${path}/if`, message: 'needs "then" beside it; true when there is nothing to ask for' };
  }
  if (isObject(properties) && Object.hasOwn(properties, '__proto__')) {
    yield { path: `${path}/properties/__proto__`, message: 'is a name that no field may have' };
  }
  if (goesInCircles(root, schema)) yield { path, message: 'refers to itself without end' };
  if (pattern !== undefined && !isPattern(pattern)) {
    yield { path: `${path}/pattern`, message: 'is no regular expression' };
  }
  if (Array.isArray(required) && additionalProperties === false && isObject(properties)) {
    for (const name of required) {
      if (Object.hasOwn(properties, String(name))) continue;
      yield { path: `${path}/required`, message: `asks for "${name}", which is not among the fields` };
    }
  }
  if (schema['x-sensitive'] !== undefined && typeof schema['x-sensitive'] !== 'boolean') {
    yield { path: `${path}/x-sensitive`, message: 'must be true or false' };
  }
  const owner = schema['x-owner'];
  if (owner !== undefined && (typeof owner !== 'string' || owner.trim() === '')) {
    yield { path: `${path}/x-owner`, message: 'must name the system that decides what the field says' };
  }
}

/** Whether checking a value leads back to the same schema with the same value: it would never end. */
function goesInCircles(root: Json, schema: JsonObject): boolean {
  const seen = new Set<JsonObject>();
  const open: (Json | undefined)[] = sameValue(root, schema);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === schema) return true;
    if (!isObject(next) || seen.has(next)) continue;
    seen.add(next);
    open.push(...sameValue(root, next));
  }
  return false;
}

/** The schemas that a schema asks about the value it is asked about itself. */
function sameValue(root: Json, { $ref, allOf, anyOf, oneOf, not, if: asked, then, else: other }: JsonObject): Json[] {
  const target = typeof $ref === 'string' ? pointed(root, $ref) : undefined;
  const lists = [allOf, anyOf, oneOf].flatMap((list) => (Array.isArray(list) ? (list as readonly Json[]) : []));
  return [target, not, asked, then, other, ...lists].filter((each) => each !== undefined);
}

function isPattern(pattern: Json): boolean {
  if (typeof pattern !== 'string') return false;
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
