import type { Json } from '@lockstep/schema/run';
import { type Drafted, toDo } from '../draft.ts';
import { inScript } from '../in-script.ts';
import { type Convert, drafted, type NodeContext, original, type Writer, writerOf } from './context.ts';
import { at, listAt, type Params, textAt } from './document.ts';
import { codeOf, jsonTemplate } from './json-template.ts';

/** Names with dots are paths in both; anything else cannot be a field of ours. */
const FIELD = /^[^.\s]+(\.[^.\s]+)*$/;

/** Sets fields, in the shapes of all versions. */
export const set: Convert = (context) => {
  const { node } = context;
  const { parameters } = node;
  const writer = writerOf(context);
  if (textAt(parameters, 'mode') === 'raw') {
    const raw = textAt(parameters, 'jsonOutput') ?? '{}';
    return rawSet(raw, context);
  }
  const old = ['string', 'number', 'boolean'].flatMap((type) => listAt(parameters, `values.${type}`));
  const middle = listAt(parameters, 'fields.values').map((each) => {
    const type = textAt(each, 'type') ?? 'stringValue';
    return { name: each.name, value: each[type], type: type.replace('Value', '') };
  });
  const assigned = [...listAt(parameters, 'assignments.assignments'), ...middle, ...old] as readonly Params[];
  const fields = assigned.map((each) => ({
    path: String(each.name ?? ''),
    value: typed(writer.value(each.value), textAt(each, 'type')),
  }));
  const keepsAll =
    at(parameters, 'includeOtherFields') === true ||
    (listAt(parameters, 'assignments.assignments').length === 0 &&
      at(parameters, 'keepOnlySet') !== true &&
      textAt(parameters, 'include') !== 'none');
  if (fields.length === 0) return drafted('log', { message: node.name, level: 'debug' });
  // The fields that n8n keeps are those of its own message, which lies deeper here.
  const isDeeper = keepsAll && context.names.own !== 'input';
  if (isDeeper || fields.some(({ path }) => !FIELD.test(path))) return setInMap(context, { fields, keepsAll, writer });
  return drafted(
    'set-fields',
    { mode: keepsAll ? 'keep' : 'only', fields: fields as Json },
    { unknown: writer.unknown },
  );
};

/** Names with blanks, or made by an expression, are set in a script. */
function setInMap(
  { node, names }: NodeContext,
  {
    fields,
    keepsAll,
    writer,
  }: { readonly fields: readonly Field[]; readonly keepsAll: boolean; readonly writer: Writer },
): Drafted {
  const lines = fields.flatMap(({ path, value }) => {
    if (path.trim() === '') return [];
    if (path.startsWith('=')) return [`  result[${codeOf(writer.value(path))}] = ${codeOf(value)};`];
    const parts = path.split('.').map((part) => `[${JSON.stringify(part)}]`);
    const way = parts.slice(0, -1).reduce((code, part) => `(${code}${part} ??= {})`, 'result');
    return [`  ${way}${parts.at(-1)} = ${codeOf(value)};`];
  });
  if (lines.length === 0) return drafted('log', { message: node.name, level: 'debug' });
  const base = keepsAll ? `{ ...${inScript(names.own)} }` : '{}';
  const script = `export default function map(input: any, ctx: any) {\n  const result: any = ${base};\n${lines.join('\n')}\n  return result;\n}\n`;
  return drafted('map', { script }, { unknown: writer.unknown });
}

interface Field {
  readonly path: string;
  readonly value: Json;
}

/** n8n turns a text into the type the field has. */
function typed(value: Json, type: string | undefined): Json {
  if (typeof value !== 'string' || value.startsWith('=')) return value;
  if (type === 'number' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  if (type === 'array' || type === 'object') {
    try {
      return JSON.parse(value) as Json;
    } catch {
      return value;
    }
  }
  return value;
}

function rawSet(raw: string, context: NodeContext): Drafted {
  const writer = writerOf(context);
  const keeps = at(context.node.parameters, 'includeOtherFields') === true;
  const made = (code: string) => {
    const whole = keeps ? `{ ...${inScript(context.names.own)}, ...${code} }` : code;
    return drafted(
      'map',
      { script: `export default function map(input: any, ctx: any) {\n  return ${whole};\n}\n` },
      { unknown: writer.unknown },
    );
  };
  if (!raw.startsWith('=')) {
    try {
      return made(JSON.stringify(JSON.parse(raw), null, 2));
    } catch {
      return toDo(context.node.name, ['Its JSON cannot be read.', original(context.node)]);
    }
  }
  const text = raw.slice(1).trim();
  if (/^\{\{(?:(?!\{\{)[\s\S])*\}\}$/.test(text)) return made(codeOf(writer.value(`=${text}`)));
  const value = jsonTemplate(text, writer);
  return made(typeof value === 'string' && value.startsWith('=') ? `JSON.parse(${codeOf(value)})` : codeOf(value));
}
