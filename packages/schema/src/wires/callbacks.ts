import type { SyntaxNode } from '@lezer/common';
import { z } from 'zod';
import type { Flow, FlowNode } from '../graph/flow.ts';
import { incomingEdges, upstreamOf } from '../graph/topology.ts';
import { partsOf, syntaxOf, unwrap } from '../mapping/syntax.ts';
import type { Catalogue } from '../node/define-node.ts';
import type { Json } from '../run/json.ts';

/** A call that a flow makes to an address which came with the message. */
export interface FlowCallback {
  /** Its step. */
  readonly node: string;
  /** What the step is called. */
  readonly description: string;
  /** As HTTP has it. */
  readonly method: string;
  /** Field of the message with the address. */
  readonly field: readonly string[];
  /** Header with the key that is the same when it is told again. */
  readonly keyHeader?: string;
  /** JSON Schema of the body, as far as the drawing says it; absent: none is sent, or it is computed elsewhere. */
  readonly schema?: Json;
}

const ADDRESS = /^=\s*(?:input|steps\.([A-Za-z_$][\w$]*))((?:\.[A-Za-z_$][\w$]*)+)\s*$/;

/** What a flow calls at addresses that senders to its webhook `start` name, in the order of the drawing. */
export function callbacksOf(
  flow: Flow,
  start: string,
  { catalogue }: { readonly catalogue: Catalogue },
): readonly FlowCallback[] {
  const incoming = incomingEdges(flow);
  return flow.nodes.flatMap((node): readonly FlowCallback[] => {
    const { url, method } = filled(node, catalogue);
    if (node.policy.disabled || typeof url !== 'string' || typeof method !== 'string') return [];
    const [, step, path = ''] = ADDRESS.exec(url) ?? [];
    const before = (incoming.get(node.id) ?? []).map(({ from }) => from);
    const isOfMessage = step === undefined ? before.length > 0 && before.every((id) => id === start) : step === start;
    if (path === '' || !isOfMessage || !upstreamOf(flow, node.id).has(start)) return [];
    return [callbackOf(node, { method, field: path.slice(1).split('.') }, catalogue)];
  });
}

function callbackOf(node: FlowNode, asked: Pick<FlowCallback, 'method' | 'field'>, catalogue: Catalogue): FlowCallback {
  const { body, idempotencyHeader } = filled(node, catalogue);
  const schema = typeof body === 'string' && body.startsWith('=') ? shapeOf(body.slice(1)) : undefined;
  const isKeyed = typeof idempotencyHeader === 'string' && idempotencyHeader !== '' && asked.method !== 'GET';
  return {
    ...{ node: node.id, description: node.name, ...asked },
    ...(isKeyed && { keyHeader: idempotencyHeader }),
    ...(schema !== undefined && { schema }),
  };
}

/** Parameters with their defaults; as they are drawn where they do not fit. */
function filled(node: FlowNode, catalogue: Catalogue): Readonly<Record<string, unknown>> {
  const params = catalogue.get(node.type)?.params;
  const read = params && z.safeParse(params, node.params);
  return read?.success ? (read.data as Readonly<Record<string, unknown>>) : node.params;
}

/** What an object that is written out has: its names, and texts of which one is chosen. */
function shapeOf(expression: string): Json | undefined {
  const text = `(${expression})`;
  const statement = partsOf(syntaxOf(text))[0];
  const inner = statement && partsOf(statement)[0];
  const object = inner && unwrap(inner);
  if (object?.name !== 'ObjectExpression') return undefined;
  const known = object.getChildren('Property').flatMap((property): [string, Json][] => {
    const name = property.getChild('PropertyDefinition');
    const value = property.lastChild;
    return name ? [[text.slice(name.from, name.to), value === null ? {} : sayingOf(text, value)]] : [];
  });
  const properties = Object.fromEntries(known);
  return { type: 'object', properties, required: Object.keys(properties) };
}

/** Texts of which one is chosen are all there are; of anything else the drawing says nothing. */
function sayingOf(text: string, node: SyntaxNode): Json {
  const texts = textsOf(text, unwrap(node));
  if (!texts) return {};
  return texts.length === 1 ? { const: texts[0] ?? '' } : { type: 'string', enum: [...new Set(texts)] };
}

function textsOf(text: string, node: SyntaxNode): readonly string[] | undefined {
  if (node.name === 'String') return [text.slice(node.from + 1, node.to - 1)];
  if (node.name !== 'ConditionalExpression') return undefined;
  const [, yes, no] = partsOf(node).filter(({ name }) => name !== 'LogicOp' && name !== '?');
  const [one, other] = [yes && textsOf(text, unwrap(yes)), no && textsOf(text, unwrap(no))];
  return one && other ? [...one, ...other] : undefined;
}
