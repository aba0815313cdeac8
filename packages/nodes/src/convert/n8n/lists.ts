import { toDo } from '../draft.ts';
import { inScript } from '../in-script.ts';
import { type Convert, drafted, type NodeContext, original } from './context.ts';
import { at, listAt, textAt } from './document.ts';

export const merge: Convert = ({ node, inputs }) => {
  const mode = textAt(node.parameters, 'mode') ?? 'append';
  const by = textAt(node.parameters, 'combineBy') ?? textAt(node.parameters, 'combinationMode');
  const sources = inputs.map(inScript);
  const list = sources.map((code) => `    ${code},`).join('\n');
  const parts = `  const parts = [\n${list}\n  ].filter((part) => part !== undefined && part !== null);`;
  const script = (body: string) => `export default function map(input: unknown, ctx: any) {\n${parts}\n${body}\n}\n`;
  if (mode === 'append') {
    return drafted(
      'map',
      { script: script('  return parts.flat();') },
      {
        notes: ['Gives one list of what came on all its ways.'],
        approximated: true,
      },
    );
  }
  if (mode === 'chooseBranch' || mode === 'passThrough' || mode === 'wait') {
    return drafted(
      'map',
      { script: script('  return parts[0];') },
      { approximated: true, notes: ['Gives what came on the first way.'] },
    );
  }
  if (by === 'combineByPosition' || by === 'mergeByPosition' || mode === 'mergeByIndex' || mode === 'multiplex') {
    return drafted(
      'map',
      { script: script('  return Object.assign({}, ...parts);') },
      {
        notes: ['Puts the fields of all messages together; of lists, n8n pairs the first with the first, and so on.'],
        approximated: true,
      },
    );
  }
  return {
    ...toDo(`${node.name}: join the lists by their fields`, [original(node)]),
    params: {
      script: script(`  throw new Error(${JSON.stringify(`To do: join the lists of ${node.name} by their fields`)});`),
    },
  };
};

export const aggregate: Convert = ({ node, names }) => {
  const fields = listAt(node.parameters, 'fieldsToAggregate.fieldToAggregate').map((each) =>
    String(each.fieldToAggregate ?? ''),
  );
  const whole = textAt(node.parameters, 'aggregate') === 'aggregateAllItemData';
  const target = textAt(node.parameters, 'destinationFieldName') ?? 'data';
  const source = inScript(names.own);
  const items = `  const list = ${source};\n  const items: any[] = Array.isArray(list) ? list : [list];`;
  const body = whole
    ? `  return { ${JSON.stringify(target)}: items };`
    : `  return {\n${fields
        .map(
          (field) =>
            `    ${JSON.stringify(field.split('.').at(-1))}: items.map((item) => item?.${field
              .split('.')
              .map((part) => (/^\w+$/.test(part) ? part : `[${JSON.stringify(part)}]`))
              .join('?.')}),`,
        )
        .join('\n')}\n  };`;
  return drafted(
    'map',
    { script: `export default function map(input: any, ctx: any) {\n${items}\n${body}\n}\n` },
    {
      notes: ['Takes the list that comes in; look whether the step before gives one.'],
      approximated: true,
    },
  );
};

const list =
  (what: string, code: (node: NodeContext['node']) => string | undefined): Convert =>
  ({ node, names }) => {
    const body = code(node);
    if (body === undefined) return toDo(`${node.name}: ${what}`, [original(node)]);
    const source = inScript(names.own);
    return drafted(
      'map',
      {
        script: `export default function map(input: any, ctx: any) {\n  const items: any[] = [${source}].flat();\n  return ${body};\n}\n`,
      },
      {
        notes: ['Works on the list that comes in.'],
        approximated: true,
      },
    );
  };

export const limit: Convert = list('limit', ({ parameters }) => {
  const n = Number(at(parameters, 'maxItems') ?? 1);
  return textAt(parameters, 'keep') === 'lastItems' ? `items.slice(-${n})` : `items.slice(0, ${n})`;
});
export const removeDuplicates: Convert = list(
  'remove duplicates',
  () => '[...new Map(items.map((item) => [JSON.stringify(item), item])).values()]',
);
export const sort: Convert = list('sort', ({ parameters }) => {
  const [field] = listAt(parameters, 'sortFieldsUi.sortField');
  const name = textAt(field, 'fieldName');
  if (name === undefined) return undefined;
  const down = textAt(field, 'order') === 'descending' ? '-' : '';
  const key = (item: string) => `${item}?.[${JSON.stringify(name)}]`;
  return `items.toSorted((a, b) => ${down}(${key('a')} < ${key('b')} ? -1 : ${key('a')} > ${key('b')} ? 1 : 0))`;
});
