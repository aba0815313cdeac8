import type { Json } from '@lockstep/schema/run';
import type { Drafted } from '../draft.ts';
import { drafted, type NodeContext, type Writer, writerOf } from './context.ts';
import { at, type Params } from './document.ts';

/** The request of one operation of an app; undefined where a person has to write it. */
export type Operation = (context: NodeContext, operation: string) => Drafted | undefined;

interface Request {
  readonly method: string;
  readonly url: Json;
  readonly body?: Json;
  readonly query?: Readonly<Record<string, Json>>;
  readonly notes?: readonly string[];
}

/** Reads the parameters of a node. */
export interface Reader {
  /** The first of the parameters that is there, also where n8n keeps it with how it was chosen. */
  readonly need: (...names: readonly string[]) => Json;
  /** The same where it may be absent. */
  readonly may: (name: string) => Json | undefined;
  /** Parts of a text, put together. */
  readonly join: (...parts: readonly Json[]) => Json;
}

/** Undefined where a part of the request is missing: then a person has to write it anyway. */
export function request(
  context: NodeContext,
  connection: string,
  make: (reader: Reader) => Request | undefined,
): Drafted | undefined {
  const writer = writerOf(context);
  let isMissing = false;
  const need = (...names: readonly string[]): Json => {
    const found = names.map((name) => readParameter(context.node.parameters, name, writer));
    const value = found.find((each) => each !== undefined && each !== null && each !== '');
    if (value === undefined) isMissing = true;
    return value ?? '';
  };
  const may = (name: string) => readParameter(context.node.parameters, name, writer);
  const made = make({ need, may, join });
  if (isMissing || made === undefined) return undefined;
  const { method, url, body, notes = [], query } = made;
  return drafted(
    'http-request',
    { method, url, ...(query !== undefined && { query }), ...(body !== undefined && { body }) },
    {
      unknown: writer.unknown,
      notes: [`Make ${connection} and choose it. The answer is as the API gives it, n8n made it plainer.`, ...notes],
      approximated: true,
    },
  );
}

/** Parts of a text, which may be expressions, as one. */
export function join(...parts: readonly Json[]): Json {
  const isCode = (part: Json): part is string => typeof part === 'string' && part.startsWith('=');
  if (!parts.some(isCode)) return parts.join('');
  return `=${parts.map((part) => (isCode(part) ? `(${part.slice(1)})` : JSON.stringify(String(part)))).join(' + ')}`;
}

function readParameter(parameters: Params, name: string, writer: Writer): Json | undefined {
  const raw = at(parameters, name);
  if (raw === undefined) return undefined;
  const isChosen = raw !== null && typeof raw === 'object' && '__rl' in raw;
  return writer.value(isChosen ? (raw as { readonly value?: unknown }).value : raw);
}
