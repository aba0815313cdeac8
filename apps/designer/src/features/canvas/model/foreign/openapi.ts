import type { FlowNode } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import type { ForeignStep } from './curl.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'head', 'patch'] as const;
/** Methods of a path item that a step cannot send. */
const OTHERS = ['options', 'trace'] as const;

const Parameter = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional().catch(undefined),
});
type Parameter = z.infer<typeof Parameter>;

const Operation = z.object({
  operationId: z.string().optional().catch(undefined),
  summary: z.string().optional().catch(undefined),
  tags: z.array(z.string()).optional().catch(undefined),
  parameters: z.array(z.unknown()).catch([]).default([]),
  requestBody: z.unknown().optional(),
  responses: z.record(z.string(), z.unknown()).optional().catch(undefined),
  security: z.array(z.record(z.string(), z.unknown())).optional().catch(undefined),
  servers: z
    .array(z.object({ url: z.string() }))
    .optional()
    .catch(undefined),
});
type Operation = z.infer<typeof Operation>;

const Loose = z.record(z.string(), z.unknown());
const Document = z.object({
  paths: z.record(z.string(), z.unknown()),
  info: z.object({ title: z.string() }).optional().catch(undefined),
  servers: z
    .array(z.object({ url: z.string() }))
    .catch([])
    .default([]),
  security: z.array(Loose).optional().catch(undefined),
  /** Swagger 2.0 says in three places what `servers` says. */
  swagger: z.unknown().optional(),
  host: z.string().optional().catch(undefined),
  basePath: z.string().optional().catch(undefined),
  schemes: z.array(z.string()).optional().catch(undefined),
});

/** One operation as a request step, and where it is found in its document. */
export interface OpenApiOperation extends ForeignStep {
  /** Upper case. */
  readonly method: string;
  readonly path: string;
  readonly tags: readonly string[];
}

export interface OpenApiRead {
  /** Of the document; absent where it does not say. */
  readonly title: string | undefined;
  /** All of them, in the order of the document. */
  readonly operations: readonly OpenApiOperation[];
  /** What could not become a step, and why. */
  readonly unread: readonly { readonly step: string; readonly text: string }[];
}

/**
 * Operations of an OpenAPI document, of a path item (`{ "/orders/{id}": { "get": ... } }`) or a single operation as HTTP request steps; `undefined` for
 * anything else. Path and required query parameters read the message; what is optional, and who one is, is left to a person.
 *
 * @see OpenAPI 3.1, 4.8.10 (Operation Object), 4.8.12 (Parameter Object)
 */
export function readOpenApi(document: unknown): OpenApiRead | undefined {
  const whole = Document.safeParse(document);
  if (whole.success) {
    const { paths, servers, security, info } = whole.data;
    const base = servers[0]?.url ?? swaggerBase(whole.data);
    return operationsOf(paths, { root: document, base, security }, info?.title);
  }
  const paths = Loose.safeParse(document);
  if (!paths.success) return undefined;
  const names = Object.keys(paths.data);
  if (names.length > 0 && names.every((name) => name.startsWith('/'))) {
    return operationsOf(paths.data, { root: document, base: undefined });
  }
  const operation = Operation.safeParse(document);
  const isOperation = names.includes('responses') && (names.includes('operationId') || names.includes('parameters'));
  if (!operation.success || !isOperation) return undefined;
  const step = stepOf(
    operation.data,
    { method: operation.data.requestBody === undefined ? 'get' : 'post', path: '/' },
    { root: document, base: undefined },
  );
  const told = ['The operation alone does not say its method and address: set them.', ...step.notes];
  return { title: undefined, operations: [{ ...step, notes: told }], unread: [] };
}

function swaggerBase({ host, basePath = '', schemes }: z.infer<typeof Document>): string | undefined {
  return host === undefined
    ? undefined
    : `${schemes?.includes('https') === false ? 'http' : 'https'}://${host}${basePath}`;
}

interface Around {
  readonly root: unknown;
  readonly base: string | undefined;
  readonly security?: readonly Readonly<Record<string, unknown>>[] | undefined;
}

function operationsOf(
  paths: Readonly<Record<string, unknown>>,
  around: Around,
  title?: string | undefined,
): OpenApiRead | undefined {
  const operations: OpenApiOperation[] = [];
  const unread: { step: string; text: string }[] = [];
  for (const [path, given] of Object.entries(paths)) {
    const parsed = Loose.safeParse(resolved(given, around.root));
    if (!parsed.success || parsed.data.$ref !== undefined) {
      unread.push({ step: path, text: 'It is described elsewhere, and was left out.' });
      continue;
    }
    const item = parsed.data;
    for (const method of [...METHODS, ...OTHERS]) {
      if (item[method] === undefined) continue;
      const operation = Operation.safeParse(item[method]);
      const isSent = METHODS.some((one) => one === method);
      if (!operation.success || !isSent) {
        const text = isSent ? 'It could not be read, and was left out.' : 'A step does not send it: it was left out.';
        unread.push({ step: `${method.toUpperCase()} ${path}`, text });
        continue;
      }
      const shared = z.array(z.unknown()).catch([]).parse(item.parameters);
      const merged = { ...operation.data, parameters: [...shared, ...operation.data.parameters] };
      operations.push(stepOf(merged, { method, path }, around));
    }
  }
  return operations.length === 0 ? undefined : { title, operations, unread };
}

function stepOf(
  operation: Operation,
  { method, path }: { readonly method: string; readonly path: string },
  { root, base, security }: Around,
): OpenApiOperation {
  const notes = new Set<string>();
  const byKey = new Map<string, Parameter>();
  for (const given of operation.parameters) {
    const parameter = Parameter.safeParse(resolved(given, root));
    if (parameter.success) byKey.set(`${parameter.data.in} ${parameter.data.name}`, parameter.data);
    else notes.add('A parameter could not be read.');
  }
  const parameters = [...byKey.values()];
  const of = (where: string) => parameters.filter((one) => one.in === where && one.required === true);
  const isApart = ({ in: where }: Parameter) => where === 'path' || where === 'body' || where === 'formData';
  const optional = parameters.filter((one) => !isApart(one) && one.required !== true).map(({ name }) => name);
  const fields = parameters.filter((one) => one.in === 'formData').map(({ name }) => name);
  if (fields.length > 0) notes.add(`Fields of a form, left out: ${fields.join(', ')}.`);
  if (optional.length > 0) notes.add(`Optional, left out: ${optional.join(', ')}.`);
  const server = operation.servers?.[0]?.url ?? base;
  if (server === undefined) notes.add('No server is named: choose a connection, or make the address absolute.');
  const secured = (operation.security ?? security ?? []).flatMap((one) => Object.keys(one));
  if (secured.length > 0) notes.add(`It signs in by ${[...new Set(secured)].join(' or ')}: choose a connection.`);
  const hasBody = operation.requestBody !== undefined || parameters.some((one) => one.in === 'body');
  const example = hasBody ? exampleOf(resolved(operation.requestBody, root)) : undefined;
  if (hasBody)
    notes.add(example === undefined ? 'The message is sent as the body.' : 'The body is the example of the document.');
  const value = ({ name }: Parameter) => `=${memberOf(name)}`;
  const query = Object.fromEntries(of('query').map((one) => [one.name, value(one)]));
  const headers = Object.fromEntries(of('header').map((one) => [one.name, value(one)]));
  const body = example ?? (hasBody ? '=input' : undefined);
  const statuses = Object.keys(operation.responses ?? {}).filter((status) => /^2(\d\d|XX)$/i.test(status));
  const expectedStatuses = statuses.map((status) => status.toLowerCase()).join(', ');
  const params: FlowNode['params'] = {
    method: method.toUpperCase(),
    url: addressOf(server, path),
    ...(Object.keys(query).length > 0 && { query }),
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(body !== undefined && { body }),
    ...(expectedStatuses !== '' && { expectedStatuses }),
  };
  const name = operation.summary ?? operation.operationId ?? `${method.toUpperCase()} ${path}`;
  return {
    name: name.slice(0, 120),
    params,
    policy: {},
    notes: [...notes],
    method: method.toUpperCase(),
    path,
    tags: operation.tags ?? [],
  };
}

/** `/orders/{id}` reads the id from the message. */
function addressOf(server: string | undefined, path: string): string {
  const whole = `${(server ?? '').replace(/\/$/, '')}${path}`;
  const parts = whole.split(/\{([^{}]+)\}/);
  if (parts.length === 1) return whole;
  const texts = parts.map((part, index) =>
    index % 2 === 1 ? `encodeURIComponent(${memberOf(part)})` : part === '' ? '' : JSON.stringify(part),
  );
  return `=${texts.filter((text) => text !== '').join(' + ')}`;
}

function memberOf(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `input.${name}` : `input[${JSON.stringify(name)}]`;
}

function exampleOf(body: unknown): Json | undefined {
  const content = z
    .object({ content: z.record(z.string(), z.object({ example: z.unknown().optional() })) })
    .safeParse(body);
  if (!content.success) return undefined;
  const json = Object.entries(content.data.content).find(([type]) => type.includes('json'))?.[1];
  return json?.example === undefined ? undefined : (json.example as Json);
}

/** What a `$ref` within the document points at. */
function resolved(value: unknown, root: unknown): unknown {
  const ref = z.object({ $ref: z.string().startsWith('#/') }).safeParse(value);
  if (!ref.success) return value;
  return ref.data.$ref
    .slice(2)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((at, key) => Loose.safeParse(at).data?.[key], root);
}
