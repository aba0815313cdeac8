import { inScript } from '../in-script.ts';
import { type Convert, step, was } from './context.ts';
import { text } from './document.ts';
import { messagePath } from './value.ts';

const BOTH_WAYS = (what: string) =>
  `It turned ${what} into objects, and objects into ${what}; here ${what} is read. Take “Write ${what}” where it wrote.`;

const DELIMITERS: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\\t': 'tab',
  '\t': 'tab',
  '|': 'pipe',
};

/** Reads CSV; a node that gave one message for each row needs a scope that a person draws. */
export const csv: Convert = ({ node, own }) => {
  const isOneEach = text(node, 'multi') !== 'mult';
  const separator = text(node, 'sep') === '' ? ',' : text(node, 'sep');
  const delimiter = DELIMITERS[separator] ?? 'other';
  const names = text(node, 'temp')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const header =
    node.hdrin === true
      ? { header: 'first-row' }
      : names.length > 0
        ? { header: 'named', columnNames: names }
        : { header: 'none' };
  return step(
    'parse-csv',
    { content: `=${own}`, delimiter, ...(delimiter === 'other' && { otherDelimiter: separator }), ...header },
    {
      outcome: isOneEach ? 'needs-work' : 'approximated',
      notes: [
        BOTH_WAYS('CSV'),
        'Values stay text; name the columns that are numbers.',
        ...(isOneEach ? ['It gave one message for each row: draw a “For each” around the steps behind it.'] : []),
      ],
    },
  );
};

/** Reads XML. */
export const xml: Convert = ({ node, own }) => {
  const property = text(node, 'property');
  const content = messagePath(property === '' ? 'payload' : property, own);
  return step(
    'parse-xml',
    { content: `=${content ?? own}` },
    {
      outcome: content === undefined ? 'needs-work' : 'approximated',
      notes: [
        BOTH_WAYS('XML'),
        'There every element was a list and attributes stood in “$”; here an element that comes once is no list, and attributes are “@name”.',
        ...(content === undefined ? [was(node)] : []),
      ],
    },
  );
};

/** Brings a number from one range to another. */
export const range: Convert = ({ node, own }) => {
  const [from, to, low, high] = ['minin', 'maxin', 'minout', 'maxout'].map((name) =>
    Number(node[name] ?? Number.NaN),
  ) as [number, number, number, number];
  const property = text(node, 'property');
  const isPayload = property === '' || property === 'payload';
  const isKnown =
    isPayload && [from, to, low, high].every(Number.isFinite) && from !== to && text(node, 'action') !== 'roll';
  const scaled = `(Number(value) - ${from}) / ${to - from} * ${high - low} + ${low}`;
  const result =
    { clamp: `Math.min(Math.max(number, ${Math.min(low, high)}), ${Math.max(low, high)})`, scale: 'number' }[
      text(node, 'action')
    ] ?? 'number';
  const rounded = node.round === true ? `Math.round(${result})` : result;
  const script = `export default function map(input: any, ctx: any) {
  const value = ${inScript(own)};
  const number = ${isKnown ? scaled : 'Number(value)'};
  return ${rounded};
}
`;
  return step('map', { script }, { outcome: isKnown ? 'converted' : 'needs-work', notes: isKnown ? [] : [was(node)] });
};
