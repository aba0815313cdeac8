import type { HookMethod } from '../run/hook-method.ts';
import type { Json, JsonObject } from '../run/json.ts';
import type { FlowAnswer, FlowCallback } from '../wires/index.ts';
import type { SharedSchemas } from './openapi-schemas.ts';

/** A published webhook as the document describes it. */
export interface HookOperation {
  /** Path below `/hooks/`. */
  readonly path: string;
  readonly method: HookMethod;
  readonly flowId: string;
  /** Its node, which tells the webhooks of one flow apart. */
  readonly node: string;
  readonly flowName: string;
  /** What the flow says of itself. */
  readonly description?: string;
  /** JSON Schema of the message, when the webhook checks a contract. */
  readonly bodySchema?: Json;
  readonly bodyExample?: Json;
  /** What the hook takes; JSON when absent. */
  readonly bodyType?: 'application/json' | 'text/plain' | 'application/octet-stream';
  readonly respondsItself: boolean;
  /** Its own answers, when it waits for them. */
  readonly answers?: readonly FlowAnswer[];
  /** What its flow calls at addresses that came with the message. */
  readonly callbacks?: readonly FlowCallback[];
  /** Header whose value a repetition is recognised by. */
  readonly dedupeHeader?: string;
  /** Another body under a known id is refused. */
  readonly refusesOthers?: boolean;
  /** Field of the 202 that gives the business key back. */
  readonly reference?: string;
  /** Header with the key of the sender; `hasChannels` when each sender has its own. */
  readonly keyHeader?: string;
  readonly hasChannels?: boolean;
}

/** Schemes of keys that these hooks ask for, by the name their operations use. */
export function securitySchemesOf(hooks: readonly HookOperation[]): JsonObject | undefined {
  const keyed = hooks.flatMap((hook) => (hook.keyHeader === undefined ? [] : [{ ...hook, keyHeader: hook.keyHeader }]));
  if (keyed.length === 0) return undefined;
  return Object.fromEntries(
    keyed.map((hook): [string, Json] => {
      const { keyHeader: name, hasChannels } = hook;
      if (name === 'authorization') return [schemeName(hook), { type: 'http', scheme: 'bearer' }];
      const description = hasChannels ? 'Key of the channel.' : 'Key of the sender.';
      return [schemeName(hook), { type: 'apiKey', in: 'header', name, description }];
    }),
  );
}

function schemeName({ keyHeader = '', hasChannels }: Pick<HookOperation, 'keyHeader' | 'hasChannels'>): string {
  return hasChannels ? 'channelKey' : `senderKey-${keyHeader.replaceAll(/[^A-Za-z0-9._-]/g, '-')}`;
}

/** A hook but for what it refuses. `isAlone`: its flow has no other. */
export function hookOperation(
  hook: HookOperation,
  { isAlone, shared }: { readonly isAlone: boolean; readonly shared: SharedSchemas },
): { readonly operation: JsonObject; readonly responses: JsonObject } {
  const { flowId, node, flowName, description, keyHeader } = hook;
  const parameters = [
    ...(hook.dedupeHeader === undefined ? [] : [deliveryId(hook.dedupeHeader, hook)]),
    ...(hook.method === 'GET' ? queryParameters(hook, shared) : []),
  ];
  const operation = {
    operationId: isAlone ? `hook:${flowId}` : `hook:${flowId}:${node}`,
    summary: hook.method === 'GET' ? `Ask "${flowName}"` : `Send a message to "${flowName}"`,
    ...(description !== undefined && { description }),
    tags: ['Hooks'],
    ...(keyHeader !== undefined && { security: [{ [schemeName(hook)]: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(hook.method !== 'GET' && { requestBody: requestBody(hook, shared) }),
  };
  const callbacks = callbacksOf(hook, shared);
  const whole = { ...operation, ...(callbacks && { callbacks }) };
  return { operation: whole, responses: { ...answersOf(hook, shared), '202': accepted(hook) } };
}

/** Each call to an address of the sender's, by the step that makes it. @see OpenAPI 3.1.1, 4.8.18 (callback), 4.8.20.4 (runtime expressions) */
function callbacksOf({ method: asked, callbacks = [] }: HookOperation, shared: SharedSchemas): JsonObject | undefined {
  if (callbacks.length === 0) return undefined;
  return Object.fromEntries(
    callbacks.map(({ node, description, method, field, keyHeader, schema }): [string, Json] => {
      const address =
        asked === 'GET' ? `$request.query.${field.join('.')}` : `$request.body#/${field.map(token).join('/')}`;
      const operation = {
        summary: description,
        ...(keyHeader !== undefined && { parameters: [callbackKey(keyHeader)] }),
        ...(schema !== undefined && {
          requestBody: { required: true, content: { 'application/json': { schema: shared.place(schema) } } },
        }),
        responses: {
          '2XX': { description: 'Heard: it is not told again.' },
          default: { description: 'Anything else: it is told again later, by the retries of the step.' },
        },
      };
      return [node, { [`{${address}}`]: { [method.toLowerCase()]: operation } }];
    }),
  );
}

/** A part of a JSON pointer. @see RFC 6901, 3 */
function token(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function callbackKey(name: string): Json {
  const description = 'The same whenever this is told again.';
  return { name, in: 'header', required: true, description, schema: { type: 'string', minLength: 1 } };
}

function requestBody(
  { method, bodyType = 'application/json', bodySchema = {}, bodyExample }: HookOperation,
  shared: SharedSchemas,
): Json {
  const example = bodyExample === undefined ? {} : { example: bodyExample };
  return { required: method !== 'DELETE', content: { [bodyType]: { schema: shared.place(bodySchema), ...example } } };
}

function accepted({ reference }: HookOperation): Json {
  const plain = { $ref: '#/components/schemas/Accepted' };
  const description = 'What the sender calls the message: the same for its repetitions.';
  const schema =
    reference === undefined
      ? plain
      : { allOf: [plain, { type: 'object', properties: { [reference]: { type: 'string', description } } }] };
  return {
    description: 'Stored durably; the run goes on by itself',
    content: { 'application/json': { schema } },
  };
}

/** Answers of one status are one response, each content type by itself. */
function answersOf({ respondsItself, answers = [] }: HookOperation, shared: SharedSchemas): Record<string, Json> {
  if (!respondsItself) return {};
  if (answers.length === 0)
    return { '200': { description: 'The answer of the flow, when it comes within the deadline' } };
  const byStatus = Map.groupBy(answers, ({ status }) => String(status));
  return Object.fromEntries(
    [...byStatus].map(([status, several]): [string, Json] => {
      const description = [...new Set(several.map((each) => each.description))].join('. ');
      const described = several.filter(({ schema, type }) => schema !== undefined || type !== undefined);
      if (described.length === 0) return [status, { description }];
      const byType = Map.groupBy(described, ({ type }) => type ?? 'application/json');
      return [
        status,
        { description, content: Object.fromEntries([...byType].map(([type, of]) => [type, contentOf(of, shared)])) },
      ];
    }),
  );
}

function contentOf(answers: readonly FlowAnswer[], shared: SharedSchemas): Json {
  const [first = {}, ...others] = unique(answers.map(({ schema, type }) => shared.place(schema ?? unsaid(type))));
  const example = answers.find((each) => each.example !== undefined)?.example;
  return {
    schema: others.length === 0 ? first : { anyOf: [first, ...others] },
    ...(example !== undefined && { example }),
  };
}

/** What a body of this type is when the flow says no more: a problem is one of RFC 9457, with a code of the flow's. */
function unsaid(type: string | undefined): Json {
  if (type !== 'application/problem+json') return {};
  const text = { type: 'string' };
  return {
    type: 'object',
    properties: { type: text, title: text, status: { type: 'integer' }, detail: text, code: text },
  };
}

function unique(values: readonly Json[]): readonly Json[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

function deliveryId(name: string, { refusesOthers }: Pick<HookOperation, 'refusesOthers'>): Json {
  const description = refusesOthers
    ? 'A new one for each message, the same for its repetitions: these are answered as the first was. With another body it is refused.'
    : 'Id of the delivery: the same one is accepted once.';
  return { name, in: 'header', required: false, description, schema: { type: 'string', minLength: 1 } };
}

/** Each property of the message as a parameter; one that comes several times is a list. */
function queryParameters({ bodySchema, bodyExample }: HookOperation, shared: SharedSchemas): readonly Json[] {
  if (bodySchema === undefined) return [];
  const placed = objectOf(shared.place(bodySchema));
  const name = typeof placed?.$ref === 'string' ? (placed.$ref.split('/').at(-1) ?? '') : undefined;
  const { properties, required } = (name === undefined ? placed : objectOf(shared.all()[name])) as {
    readonly properties?: Readonly<Record<string, JsonObject>>;
    readonly required?: readonly string[];
  };
  const examples = objectOf(bodyExample) ?? {};
  return Object.entries(properties ?? {}).map(([parameter, { description, ...type }]) => ({
    ...{ name: parameter, in: 'query', required: (required ?? []).includes(parameter) },
    ...(description !== undefined && { description }),
    schema: type,
    ...(examples[parameter] !== undefined && { example: examples[parameter] }),
  }));
}

function objectOf(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}
