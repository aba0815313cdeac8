import { z } from 'zod';
import type { Json, JsonObject } from '../run/json.ts';
import type { Endpoint } from './endpoint.ts';
import { type HookOperation, hookOperation, securitySchemesOf } from './openapi-hooks.ts';
import { sharedSchemas } from './openapi-schemas.ts';
import { type TopicOperation, topicOperation } from './openapi-topics.ts';
import { PROBLEMS, Problem, type ProblemCode } from './problem.ts';

export interface OpenApiInput {
  readonly version: string;
  readonly endpoints: readonly Endpoint[];
  readonly hooks: readonly HookOperation[];
  /** Those that take events from other systems. */
  readonly topics: readonly TopicOperation[];
  readonly serverUrl?: string;
}

const ALWAYS: readonly ProblemCode[] = ['request-invalid', 'internal'];
/** What hooks and the doors of topics refuse. */
const DOOR_PROBLEMS: readonly ProblemCode[] = [
  'body-malformed',
  'contract-broken',
  'unauthenticated',
  'method-not-allowed',
  'body-too-large',
  'media-type-unsupported',
  'rate-limited',
  'quota-exceeded',
  'overloaded',
];

const Accepted: Json = {
  type: 'object',
  properties: {
    runId: { type: 'string' },
    statusUrl: { type: 'string', format: 'uri' },
    duplicate: { type: 'boolean', description: 'True when this delivery was accepted before.' },
  },
  required: ['runId', 'statusUrl'],
};

/** Prints the OpenAPI 3.1 document of the API, of the published hooks and of the topics with a door. Pure: the same input, the same document. */
export function openApiDocument({ version, endpoints, hooks, topics, serverUrl }: OpenApiInput): JsonObject {
  const paths: Record<string, Record<string, Json>> = {};
  const own: Readonly<Record<string, Json>> = { Problem: schemaOf(Problem, 'output'), Accepted };
  const shared = sharedSchemas(own);
  for (const endpoint of endpoints) {
    const path = `/api${endpoint.path.replace(/:([A-Za-z]+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [endpoint.method]: operation(endpoint) };
  }
  for (const hook of hooks) {
    const isAlone = hooks.every((other) => other === hook || other.flowId !== hook.flowId);
    const { operation, responses } = hookOperation(hook, { isAlone, shared });
    const refused = problemResponses([
      ...DOOR_PROBLEMS,
      ...(hook.refusesOthers ? (['idempotency-mismatch'] as const) : []),
    ]);
    const path = `/hooks/${hook.path}`;
    paths[path] = {
      ...paths[path],
      [hook.method.toLowerCase()]: { ...operation, responses: both(responses, refused) },
    };
  }
  for (const topic of topics) {
    const responses = { '202': { description: 'Stored durably' }, ...problemResponses(DOOR_PROBLEMS) };
    paths[`/events/${topic.topic}`] = {
      post: { ...topicOperation(topic, shared.place(topic.dataSchema ?? {})), responses },
    };
  }
  const securitySchemes = securitySchemesOf(hooks);
  const doors = [...(hooks.length > 0 ? ['Hooks'] : []), ...(topics.length > 0 ? ['Events'] : [])];
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lockstep',
      version,
      description:
        'Flows, runs and exceptions of this installation, the hooks its published flows listen at, and topics that take events.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: serverUrl ?? '/' }],
    tags: [...new Set([...endpoints.map(({ tag }) => tag), ...doors])].map((name) => ({ name })),
    paths: paths as unknown as Json,
    components: {
      ...(securitySchemes && { securitySchemes }),
      schemas: { ...own, ...shared.all() },
    },
  };
}

function operation(endpoint: Endpoint): Json {
  const parameters = [...parametersOf(endpoint.params, 'path'), ...parametersOf(endpoint.query, 'query')];
  return {
    operationId: endpoint.id,
    summary: endpoint.summary,
    tags: [endpoint.tag],
    ...(parameters.length > 0 && { parameters }),
    ...(endpoint.body && {
      requestBody: {
        required: !isOptional(endpoint.body),
        content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } },
      },
    }),
    responses: {
      [String(endpoint.status ?? 200)]: {
        description: 'Done',
        content: { 'application/json': { schema: schemaOf(endpoint.ok, 'output') } },
      },
      ...problemResponses([...endpoint.problems, ...ALWAYS]),
    },
  };
}

/** An answer of the flow may have the status of a refusal: either may come. */
function both(answers: JsonObject, refused: Readonly<Record<string, Json>>): JsonObject {
  const merged: Record<string, Json> = { ...answers };
  for (const [status, refusal] of Object.entries(refused)) {
    const answer = merged[status] as { readonly description: string; readonly content?: JsonObject } | undefined;
    const { description, content } = refusal as { readonly description: string; readonly content: JsonObject };
    merged[status] = answer
      ? { description: `${answer.description}. ${description}`, content: { ...answer.content, ...content } }
      : refusal;
  }
  return Object.fromEntries(Object.entries(merged).sort(([a], [b]) => Number(a) - Number(b)));
}

/** Several problems may share a status: their codes are listed in its description. */
function problemResponses(codes: readonly ProblemCode[]): Record<string, Json> {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set(codes)) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, same]) => [
        String(status),
        { description: same.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('. '), content },
      ]),
  );
}

function parametersOf(schema: z.core.$ZodType | undefined, where: 'path' | 'query'): readonly Json[] {
  if (!schema) return [];
  const { properties, required } = schemaOf(schema, 'input') as {
    readonly properties?: Readonly<Record<string, JsonObject>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties ?? {}).map(([name, { description, ...type }]) => ({
    name,
    in: where,
    required: where === 'path' || (required ?? []).includes(name),
    ...(description !== undefined && { description }),
    schema: type,
  }));
}

function isOptional(schema: z.core.$ZodType): boolean {
  return z.safeParse(schema, undefined).success;
}

function schemaOf(schema: z.core.$ZodType, io: 'input' | 'output'): JsonObject {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
  }) as JsonObject;
  return rest;
}
