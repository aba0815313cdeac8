import type { CodeAssist, CodeOption } from '../../../forms/editor/CodeEditor.tsx';
import type { TypeOption } from './messages.ts';
import type { TypeClient } from './type-client.ts';

/** The language service as the editor asks it. */
export function typeAssist(client: TypeClient): CodeAssist {
  return {
    async complete(text, at) {
      const found = await client.complete(text, at);
      return found?.options.map((option) => optionOf(option, () => detailsOf(client, { text, at, name: option.name })));
    },
  };
}

function optionOf(
  { name, kind, sort, insert, from, to }: TypeOption,
  info: NonNullable<CodeOption['info']>,
): CodeOption {
  const place = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  return {
    label: name,
    type: TYPES[kind] ?? 'variable',
    boost: boostOf(sort),
    info,
    ...(insert !== undefined && insert !== name && { apply: { insert, ...place } }),
  };
}

async function detailsOf(
  client: TypeClient,
  { text, at, name }: { readonly text: string; readonly at: number; readonly name: string },
): Promise<string | undefined> {
  const found = await client.details(text, at, name);
  return found && [found.type, found.info].filter((part) => part !== '').join('\n');
}

/** Kinds of TypeScript as the editor calls them. */
const TYPES: Readonly<Record<string, string>> = {
  property: 'property',
  getter: 'property',
  method: 'function',
  function: 'function',
  'local function': 'function',
  keyword: 'keyword',
  interface: 'type',
  type: 'type',
  class: 'class',
  module: 'namespace',
  string: 'text',
};

/** TypeScript sorts by text, `11` what is near, `15` what is everywhere; the editor by numbers, more first. */
function boostOf(sort: string): number {
  const near = Number(sort.slice(0, 2));
  return Number.isFinite(near) ? 15 - near : 0;
}
