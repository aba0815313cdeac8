import { type Drafted, toDo } from '../draft.ts';
import { inScript } from '../in-script.ts';
import { drafted, type NodeContext, original } from './context.ts';
import { textAt } from './document.ts';
import { variableOf } from './expression.ts';

/** What a sandboxed script cannot do, by the words that do it. */
const BEYOND =
  /\brequire\s*\(|\bthis\.helpers\b|\$helpers\b|\bfetch\s*\(|\bprocess\.|\$getWorkflowStaticData|\bgetWorkflowStaticData|\$binary\b|\bbinary\b|\bBuffer\b(?!\.from\()|\bDateTime\b|\bsetTimeout\b|\$now\b|\$today\b|\$jmespath\b/g;

/** Code nodes: the text stays as it is, in a frame that gives it n8n's `items`, `$input`, `$json` and `$('name')`. */
export function codeNode(context: NodeContext): Drafted {
  const { node, names, all } = context;
  const { parameters } = node;
  if (textAt(parameters, 'language') === 'python' || textAt(parameters, 'language') === 'pythonNative') {
    return toDo(`${node.name}: write the Python in TypeScript`, [original(node)]);
  }
  const code = textAt(parameters, 'jsCode') ?? textAt(parameters, 'functionCode') ?? '';
  if (code.trim() === '') return toDo(node.name, ['It has no code yet.']);
  const beyond = [...new Set(code.match(BEYOND) ?? [])];
  const env = new Map(
    [...code.matchAll(/\$env\.([A-Za-z_]\w*)/g)].map(([, name = '']) => [name, variableOf(name, names)]),
  );
  const isEach = textAt(parameters, 'mode') === 'runOnceForEachItem' || node.type.endsWith('.functionItem');
  const script = frame({ code, own: names.own, all: namedIn(code, all), isEach, env });
  return drafted(
    'map',
    { script },
    {
      notes: [
        'The code is as it was, in a frame that gives it n8n’s words. A list of one item comes out as that item.',
        ...beyond.map(
          (word) => `A script of Lockstep has no ${word.trim()}: do it in a step of its own, or write it anew.`,
        ),
      ],
      approximated: true,
      needsWork: beyond.length > 0,
    },
  );
}

/** The nodes a text may ask for: all, where it asks in a way that cannot be read. */
function namedIn(code: string, all: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return [...all].filter(([name]) => code.includes(JSON.stringify(name).slice(1, -1)));
}

/** Texts to Base64 and back, which is what code nodes use a buffer for; anything else fails and says so. */
const BUFFER = `  const Buffer = {
    from: (value: any, as = 'utf8') => {
      const plain = (name: string) => {
        if (!['utf8', 'utf-8', 'base64'].includes(name)) throw new Error('A buffer of ' + name + ' is not there: write it anew.');
      };
      plain(as);
      const text = as === 'base64' ? t.base64.decode(value) : String(value);
      return { toString: (to = 'utf8') => (plain(to), to === 'base64' ? t.base64.encode(text) : text) };
    },
  };
`;

function frame({
  code,
  own,
  all,
  isEach,
  env,
}: {
  readonly code: string;
  readonly own: string;
  readonly all: readonly (readonly [string, string])[];
  readonly isEach: boolean;
  readonly env: ReadonlyMap<string, string>;
}): string {
  const table = all.map(([name, source]) => `    ${JSON.stringify(name)}: () => ${inScript(source)},`).join('\n');
  const others = all.length === 0 ? '' : `  const known: Record<string, () => any> = {\n${table}\n  };\n`;
  const ask =
    all.length === 0
      ? ''
      : `  const $ = (name: string) => {\n    const json = known[name]?.();\n    const found = [json].flat().map((each) => ({ json: each }));\n    return { item: found[0], first: () => found[0], last: () => found.at(-1), all: () => found };\n  };\n  const $node: any = new Proxy({}, { get: (_, name: string) => ({ json: known[name]?.() }) });\n`;
  const fromEnv = [...env].map(([name, variable]) => `${name}: vars.${variable}`).join(', ');
  const words = [
    ...(env.size > 0 ? [`  const $env: any = { ${fromEnv} };\n`] : []),
    ...(/\bBuffer\.from\(/.test(code) ? [BUFFER] : []),
  ].join('');
  const item = isEach ? '  const item = items[0]!.json;\n' : '';
  return `// Brought over from n8n: the code between the lines is as it was.
export default async function map(input: any, ctx: any) {
  const $json: any = ${inScript(own)};
  const items: { json: any }[] = [$json].flat().map((json) => ({ json }));
  const $input = { all: () => items, first: () => items[0]!, last: () => items.at(-1)!, item: items[0]! };
${others}${ask}${words}${item}  const given: any = await (async () => {
    // ----
${code}
    // ----
  })();
  const list = [given].flat().map((each) => (each !== null && typeof each === 'object' && 'json' in each ? each.json : each));
  return list.length === 1 ? list[0] : list;
}
`;
}
