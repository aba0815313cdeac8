import { toDo } from '../draft.ts';
import { inScript } from '../in-script.ts';
import { type Convert, drafted, type NodeContext, original } from './context.ts';
import { at, listAt, textAt } from './document.ts';

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

const SUMS: Readonly<Record<string, (values: string) => string>> = {
  sum: (values) => `${values}.reduce((sum, value) => sum + Number(value ?? 0), 0)`,
  average: (values) => `${values}.reduce((sum, value) => sum + Number(value ?? 0), 0) / items.length`,
  min: (values) => `Math.min(...${values}.map(Number))`,
  max: (values) => `Math.max(...${values}.map(Number))`,
  count: (values) => `${values}.filter((value) => value !== undefined && value !== null && value !== "").length`,
  countUnique: (values) => `new Set(${values}).size`,
  append: (values) => `${values}.filter((value) => value !== undefined && value !== null)`,
};

/** Sums, counts and the like over the whole list; by groups they are a person's to write. */
export const summarize: Convert = list('summarize', ({ parameters }) => {
  const fields = listAt(parameters, 'fieldsToSummarize.values').map((each) => {
    const kind = textAt(each, 'aggregation') ?? 'count';
    const field = textAt(each, 'field') ?? '';
    const values = `items.map((item) => item?.[${JSON.stringify(field)}])`;
    const separator = JSON.stringify(textAt(each, 'separateBy') ?? ',');
    const code =
      kind === 'concatenate'
        ? `${values}.map((value) => String(value ?? "")).join(${separator})`
        : SUMS[kind]?.(values);
    const prefix =
      kind === 'countUnique'
        ? 'unique_count'
        : kind === 'concatenate'
          ? 'concatenated'
          : kind === 'append'
            ? 'appended'
            : kind;
    return code === undefined || field === '' ? undefined : `${JSON.stringify(`${prefix}_${field}`)}: ${code}`;
  });
  const isGrouped = (textAt(parameters, 'fieldsToSplitBy') ?? '') !== '';
  if (isGrouped || fields.length === 0 || fields.includes(undefined)) return undefined;
  return `({ ${fields.join(', ')} })`;
});
