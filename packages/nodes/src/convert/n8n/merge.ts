import { toDo } from '../draft.ts';
import { inScript } from '../in-script.ts';
import { type Convert, drafted, original } from './context.ts';
import { at, listAt, type Params, textAt } from './document.ts';

/** Brings what comes on several ways together, in n8n's modes; the lists are those its inputs gave. */
export const merge: Convert = ({ node, inputs }) => {
  const { parameters } = node;
  const mode = textAt(parameters, 'mode') ?? 'append';
  const by = textAt(parameters, 'combineBy') ?? textAt(parameters, 'combinationMode') ?? 'combineByFields';
  const sources = inputs.map((code) => `    ${inScript(code)},`).join('\n');
  const script = (body: string) => ({
    script: `export default function map(input: unknown, ctx: any) {\n  const parts: any[] = [\n${sources}\n  ];\n  const lists: any[][] = parts.map((part) => (part === undefined || part === null ? [] : [part].flat()));\n${body}\n}\n`,
  });
  const nearly = (body: string, note: string) => drafted('map', script(body), { approximated: true, notes: [note] });
  if (mode === 'append') return nearly('  return lists.flat();', 'Gives one list of what came on all its ways.');
  if (mode === 'chooseBranch' || mode === 'passThrough' || mode === 'wait') {
    const wanted = /2$/.test(textAt(parameters, 'useDataOfInput') ?? textAt(parameters, 'output') ?? '') ? 1 : 0;
    return nearly(
      `  return parts[${wanted}] ?? parts.find((part) => part !== undefined && part !== null);`,
      `Gives what came on the ${wanted === 0 ? 'first' : 'second'} way.`,
    );
  }
  const isByFields = mode === 'mergeByKey' || (mode === 'combine' && /^(combineBy|mergeBy)Fields$/.test(by));
  if (isByFields) {
    const join = joinOf(parameters, mode);
    if (join !== undefined) return nearly(join.body, join.note);
  } else if (mode === 'multiplex' || by === 'combineAll' || by === 'multiplex') {
    return nearly(
      `  const rows = lists.reduce((left, right) => left.flatMap((a) => right.map((b) => ({ ...a, ...b }))));\n${ROWS}`,
      'Puts each item of one way together with each of the others; where several have a field, the last one’s stays.',
    );
  } else if (mode === 'mergeByIndex' || /^(combineBy|mergeBy)Position$/.test(by)) {
    const count = at(parameters, 'options.includeUnpaired') === true ? 'max' : 'min';
    return nearly(
      `  const rows = Array.from({ length: Math.${count}(...lists.map(({ length }) => length)) }, (_, nr) => Object.assign({}, ...lists.map((list) => list[nr])));\n${ROWS}`,
      'Puts the first of each way together, the second, and so on; where several have a field, the last one’s stays.',
    );
  }
  return {
    ...toDo(`${node.name}: join the lists`, [original(node)]),
    params: script(`  throw new Error(${JSON.stringify(`To do: join the lists of ${node.name}`)});`),
  };
};

/** A single row is the message itself. */
const ROWS = '  return rows.length === 1 ? rows[0] : rows;';

function joinOf(parameters: Params, mode: string): { readonly body: string; readonly note: string } | undefined {
  const clash = textAt(parameters, 'options.clashHandling.values.resolveClash');
  if (clash === 'addSuffix' || at(parameters, 'options.fuzzyCompare') === true) return undefined;
  const names = (textAt(parameters, 'fieldsToMatchString') ?? '').split(',').map((name) => name.trim());
  const pairs = [
    ...names.flatMap((name) => (name === '' ? [] : [[name, name]])),
    ...listAt(parameters, 'mergeByFields.values').map(({ field1, field2 }) => [String(field1), String(field2)]),
    ...(mode === 'mergeByKey' ? [[textAt(parameters, 'propertyName1'), textAt(parameters, 'propertyName2')]] : []),
  ];
  if (pairs.length === 0 || pairs.flat().some((name) => name === undefined || name === '' || name.startsWith('=')))
    return undefined;
  const kind = mode === 'mergeByKey' ? 'enrichInput1' : (textAt(parameters, 'joinMode') ?? 'keepMatches');
  const from = textAt(parameters, 'outputDataFrom') ?? 'both';
  const rows = rowsOf(kind, from, clash === 'preferInput1' ? '{ ...b, ...a }' : '{ ...a, ...b }');
  if (rows === undefined) return undefined;
  const keys = (side: 0 | 1) =>
    `[${pairs.map((pair) => `item${path(String(pair[side]))}`).join(', ')}].map((value) => String(value ?? '')).join('\\u0000')`;
  return {
    body: [
      '  const [left = [], right = []] = lists;',
      `  const leftKey = (item: any) => ${keys(0)};`,
      `  const rightKey = (item: any) => ${keys(1)};`,
      '  const rightOf = (a: any) => right.filter((b) => rightKey(b) === leftKey(a));',
      '  const leftOf = (b: any) => left.filter((a) => leftKey(a) === rightKey(b));',
      `  return ${rows};`,
    ].join('\n'),
    note: `Joins the lists of its first two ways by ${pairs.map(([a, b]) => (a === b ? a : `${a} and ${b}`)).join(', ')}, compared as texts; look whether the steps before give the lists.`,
  };
}

function path(name: string): string {
  return name
    .split('.')
    .map((part) => `?.[${JSON.stringify(part)}]`)
    .join('');
}

function rowsOf(kind: string, from: string, both: string): string | undefined {
  const lonelyLeft = 'left.filter((a) => rightOf(a).length === 0)';
  const lonelyRight = 'right.filter((b) => leftOf(b).length === 0)';
  const matches = `left.flatMap((a) => rightOf(a).map((b) => (${both})))`;
  switch (kind) {
    case 'keepMatches':
      if (from === 'input1') return 'left.filter((a) => rightOf(a).length > 0)';
      return from === 'input2' ? 'right.filter((b) => leftOf(b).length > 0)' : matches;
    case 'keepNonMatches':
      if (from === 'input1') return lonelyLeft;
      return from === 'input2' ? lonelyRight : `[...${lonelyLeft}, ...${lonelyRight}]`;
    case 'keepEverything':
      return `[...${matches}, ...${lonelyLeft}, ...${lonelyRight}]`;
    case 'enrichInput1':
      return `left.flatMap((a) => (rightOf(a).length === 0 ? [a] : rightOf(a).map((b) => (${both}))))`;
    case 'enrichInput2':
      return `right.flatMap((b) => (leftOf(b).length === 0 ? [b] : leftOf(b).map((a) => (${both}))))`;
    default:
      return undefined;
  }
}
