import type { Json } from '@lockstep/schema/run';
import type { Drafted } from '../draft.ts';
import { drafted, type NodeContext, type Writer, writerOf } from './context.ts';
import { at, listAt, type Params, textAt } from './document.ts';
import { jsonTemplate } from './json-template.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'];

/** `httpRequest` in all its versions. */
export function httpRequest(context: NodeContext): Drafted {
  const { parameters } = context.node;
  const writer = writerOf(context);
  const method = String(textAt(parameters, 'method') ?? textAt(parameters, 'requestMethod') ?? 'GET').toUpperCase();
  const url = writer.value(textAt(parameters, 'url') ?? '');
  const auth = textAt(parameters, 'authentication');
  const hasAuth = auth !== undefined && auth !== 'none';
  const asFile =
    textAt(parameters, 'responseFormat') === 'file' ||
    textAt(parameters, 'options.response.response.responseFormat') === 'file';
  const isPaged = at(parameters, 'options.pagination') !== undefined;
  const notes = [
    ...(hasAuth ? ['It signed in: make a connection with the credentials and choose it.'] : []),
    ...(asFile ? ['It took the answer as a file; here the answer is text or JSON.'] : []),
    ...(isPaged ? ['It read page after page: use “Read pages” instead.'] : []),
    ...(url === '' ? ['The address is missing.'] : []),
  ];
  const body = bodyOf(parameters, writer);
  const params: Record<string, Json> = {
    method: METHODS.includes(method) ? method : 'GET',
    url,
    query: record(pairs(parameters, 'queryParameters.parameters', 'queryParametersUi.parameter'), writer),
    headers: record(pairs(parameters, 'headerParameters.parameters', 'headerParametersUi.parameter'), writer),
    ...(body !== undefined && method !== 'GET' && method !== 'HEAD' && { body }),
  };
  const timeoutMs = Number(at(parameters, 'options.timeout'));
  const step = drafted('http-request', params, {
    unknown: writer.unknown,
    notes,
    needsWork: isPaged || url === '' || asFile,
    approximated: notes.length > 0,
  });
  return timeoutMs >= 10 ? { ...step, policy: { timeoutMs: Math.min(timeoutMs, 3_600_000) } } : step;
}

function pairs(parameters: Params, ...paths: readonly string[]): readonly Params[] {
  return paths.flatMap((path) => listAt(parameters, path));
}

function record(entries: readonly Params[], writer: Writer): Json {
  return Object.fromEntries(
    entries.flatMap(({ name, value }) =>
      typeof name === 'string' && name !== '' && !name.startsWith('=') ? [[name, textOf(writer.value(value))]] : [],
    ),
  );
}

function textOf(value: Json): Json {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : value;
}

function bodyOf(parameters: Params, writer: Writer): Json | undefined {
  const raw = at(parameters, 'jsonBody') ?? at(parameters, 'bodyParametersJson') ?? at(parameters, 'body');
  if (typeof raw === 'string' && raw !== '') {
    if (/^=\s*\{\{[\s\S]*\}\}\s*$/.test(raw)) return writer.value(raw);
    const text = raw.startsWith('=') ? raw.slice(1) : raw;
    if (raw.startsWith('=') && text.includes('{{')) return jsonTemplate(text, writer);
    try {
      return JSON.parse(text) as Json;
    } catch {
      return text;
    }
  }
  const entries = pairs(parameters, 'bodyParameters.parameters', 'bodyParametersUi.parameter');
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.map(({ name, value }) => [String(name ?? ''), writer.value(value)]));
}
