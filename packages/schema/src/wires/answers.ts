import { type Contract, findContract } from '../contracts/index.ts';
import type { Flow, FlowNode } from '../graph/flow.ts';
import type { FlowTest } from '../graph/flow-test.ts';
import { incomingEdges, upstreamOf } from '../graph/topology.ts';
import type { Catalogue } from '../node/define-node.ts';
import type { Json, JsonObject } from '../run/json.ts';

/** What a step that answers the caller may answer. */
export interface FlowAnswer {
  readonly status: number;
  /** What the step is called. */
  readonly description: string;
  /** Content type, where the step says one. */
  readonly type?: string;
  /** JSON Schema of the body: of a contract where one says what comes here, else of what tests of the flow saw. */
  readonly schema?: Json;
  /** A body that a test of the flow gave. */
  readonly example?: Json;
}

/**
 * What a flow may answer to those who send to its webhook `start`, as far as it can be told without running it: a status that is not
 * computed, a body that is what a step gave. In the order of the drawing.
 */
export function answersOf(
  flow: Flow,
  start: string,
  { catalogue, contracts }: { readonly catalogue: Catalogue; readonly contracts: readonly Contract[] },
): readonly FlowAnswer[] {
  const incoming = incomingEdges(flow);
  const byId = new Map(flow.nodes.map((node) => [node.id, node]));

  return flow.nodes.flatMap((node): readonly FlowAnswer[] => {
    if (!catalogue.get(node.type)?.responds || node.policy.disabled || !upstreamOf(flow, node.id).has(start)) return [];
    const { status = 200, headers, body } = node.params;
    if (typeof status !== 'number') return [];
    const sources = sourcesOf(node, body);
    const seen = sources ? flow.tests.flatMap((test) => repliedIn(test, node, sources)) : [];
    const expected = flow.tests.flatMap((test) => expectedIn(test, node.id));
    const schema = (sources && contractOf(sources)) ?? likeAll([...seen, ...expected]);
    const type = contentTypeOf(headers);
    const [example] = seen;
    return [
      {
        ...{ status, description: node.name },
        ...(type !== undefined && { type }),
        ...(schema !== undefined && { schema }),
        ...(example !== undefined && { example }),
      },
    ];
  });

  /** Ports whose value the body is, as it left them; `undefined` where the body is computed. */
  function sourcesOf(node: FlowNode, body: Json | undefined): readonly Port[] | undefined {
    if (body === undefined || body === '=input') return into(node.id);
    const step = typeof body === 'string' ? /^=steps\.([A-Za-z_$][\w$]*)$/.exec(body)?.[1] : undefined;
    const named = step === undefined ? undefined : byId.get(step);
    if (!named) return undefined;
    const ports = Object.keys(catalogue.get(named.type)?.outputs ?? {});
    return ports.flatMap((port) => back({ node: named.id, port }));
  }

  function into(id: string): readonly Port[] {
    return (incoming.get(id) ?? []).flatMap(({ from, port }) => back({ node: from, port }));
  }

  /** Through steps that pass on what they receive. */
  function back(at: Port): readonly Port[] {
    const node = byId.get(at.node);
    const carried = node && catalogue.get(node.type)?.carries?.(node.params)[at.port];
    return carried === 'input' || node?.policy.disabled ? into(at.node) : [at];
  }

  function contractOf(sources: readonly Port[]): Json | undefined {
    const schemas = sources.map(({ node: id, port }): Json | undefined => {
      const node = byId.get(id);
      const carried = node && catalogue.get(node.type)?.carries?.(node.params)[port];
      if (carried === undefined || carried === 'input') return undefined;
      return 'schema' in carried ? carried.schema : findContract(carried.contract, contracts)?.schema;
    });
    const known = [...new Set(schemas.filter((schema) => schema !== undefined))];
    if (known.length === 0 || schemas.includes(undefined)) return undefined;
    return known.length === 1 ? known[0] : { anyOf: known };
  }
}

interface Port {
  readonly node: string;
  readonly port: string;
}

/** What the steps before gave in a test that went through this one. */
function repliedIn({ expect, replies = {} }: FlowTest, node: FlowNode, sources: readonly Port[]): readonly Json[] {
  const went = expect?.path?.includes(node.id) || (expect?.outputs !== undefined && node.id in expect.outputs);
  if (!went) return [];
  return sources.flatMap(({ node: id, port }) => {
    const reply = replies[id]?.at(-1);
    return reply && 'port' in reply && reply.port === port ? [reply.value] : [];
  });
}

function expectedIn({ expect }: FlowTest, id: string): readonly Json[] {
  const output = expect?.outputs?.[id];
  const body = isObject(output) ? output.body : undefined;
  if (body !== undefined) return [body];
  // The answer of the flow is that of its last step that answers, when no other one is on the way.
  return expect?.response?.body !== undefined && expect.path?.at(-1) === id ? [expect.response.body] : [];
}

function contentTypeOf(headers: Json | undefined): string | undefined {
  if (!isObject(headers)) return undefined;
  const [, type] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type') ?? [];
  return typeof type === 'string' && !type.startsWith('=') ? type : undefined;
}

/** What values have in common with their kinds: names and types, nothing required. `undefined` for none. */
function likeAll(values: readonly Json[]): Json | undefined {
  if (values.length === 0) return undefined;
  const objects = values.filter(isObject);
  if (objects.length === values.length) {
    const names = [...new Set(objects.flatMap((value) => Object.keys(value)))];
    const properties = names.map((name): [string, Json] => {
      const members = objects.flatMap((value) => (value[name] === undefined ? [] : [value[name]]));
      return [name, likeAll(members) ?? {}];
    });
    return { type: 'object', properties: Object.fromEntries(properties) };
  }
  if (values.every(Array.isArray)) {
    const items = likeAll(values.flatMap((value) => value as readonly Json[]));
    return { type: 'array', ...(items !== undefined && { items }) };
  }
  const types = [...new Set(values.map(typeOf))];
  return types.length === 1 ? { type: types[0] ?? 'null' } : {};
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
