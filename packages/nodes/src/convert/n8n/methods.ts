import { blankTexts, closing, receiverStart, splitArguments } from './code-text.ts';
import { DATE_METHODS } from './dates.ts';

type Method = (on: string, args: readonly string[], tell: (note: string) => void) => string | undefined;

const plain =
  (make: (on: string) => string): Method =>
  (on, args) =>
    args.length === 0 ? make(on) : undefined;

/** What n8n adds to texts, numbers and lists, in the words of a script here: https://docs.n8n.io/code/builtin/data-transformation-functions/ */
const METHODS: Readonly<Record<string, Method>> = {
  ...DATE_METHODS,
  first: plain((on) => `${on}[0]`),
  last: plain((on) => `${on}.at(-1)`),
  isEmpty: plain((on) => `(Object.keys(${on} ?? {}).length === 0)`),
  isNotEmpty: plain((on) => `(Object.keys(${on} ?? {}).length > 0)`),
  parseJson: plain((on) => `JSON.parse(${on})`),
  toJsonString: plain((on) => `JSON.stringify(${on})`),
  urlEncode: plain((on) => `encodeURIComponent(${on})`),
  urlDecode: plain((on) => `decodeURIComponent(${on})`),
  base64Encode: plain((on) => `t.base64.encode(${on})`),
  base64Decode: plain((on) => `t.base64.decode(${on})`),
  hash: (on, [kind]) => (/^['"]sha256['"]$/i.test(kind ?? '') ? `t.sha256(${on})` : undefined),
  removeTags: plain((on) => `String(${on}).replace(/<[^>]*>?/g, "")`),
  toInt: plain((on) => `Math.trunc(Number(${on}))`),
  toFloat: plain((on) => `Number(${on})`),
  toNumber: plain((on) => `Number(${on})`),
  toBoolean: plain((on) => `!["false", "0", "no", ""].includes(String(${on}).toLowerCase())`),
  isInteger: plain((on) => `Number.isInteger(${on})`),
  round: (on, args) =>
    on === 'Math' ? undefined : args.length < 2 ? `t.round(${[on, ...args].join(', ')})` : undefined,
  sum: plain((on) => `${on}.reduce((sum, each) => sum + Number(each), 0)`),
  average: plain((on) => `(${on}.reduce((sum, each) => sum + Number(each), 0) / ${on}.length)`),
  unique: plain((on) => `[...new Map(${on}.map((each) => [JSON.stringify(each), each])).values()]`),
  removeDuplicates: plain((on) => `[...new Map(${on}.map((each) => [JSON.stringify(each), each])).values()]`),
  compact: plain((on) => `${on}.filter((each) => each !== undefined && each !== null && each !== "")`),
  pluck: (on, [name, ...more]) =>
    name !== undefined && more.length === 0 ? `${on}.map((each) => each?.[${name}])` : undefined,
};

/** Methods of n8n that are known and have no counterpart. */
const UNKNOWN =
  'toTitleCase|toSentenceCase|toSnakeCase|setZone|toLocal|toUTC|extractEmail|extractDomain|extractUrl|removeMarkdown|quote|smartJoin|chunk|extract|isBetween|inBetween|diffTo|diff|diffToNow|toRelative|merge|randomItem'.split(
    '|',
  );

const CALL = new RegExp(String.raw`\??\.\s*(${[...Object.keys(METHODS), ...UNKNOWN].join('|')})\(`, 'g');
/** Words of the language whose methods have the same names. */
const OWN = new Set(['Math', 'Object', 'Array', 'Number', 'JSON', 't', 't.base64']);

const FUNCTIONS: Readonly<Record<string, (args: readonly string[]) => string | undefined>> = {
  $ifEmpty: ([value, other]) =>
    value === undefined || other === undefined
      ? undefined
      : `((v) => (v === undefined || v === null || v === "" ? ${other} : v))(${value})`,
  $if: ([test, yes, no]) => (no === undefined ? undefined : `(${test} ? ${yes} : ${no})`),
  $max: (args) => `Math.max(${args.join(', ')})`,
  $min: (args) => `Math.min(${args.join(', ')})`,
};
const FUNCTION = /(\$ifEmpty|\$if|\$max|\$min)\(/g;

/** n8n's own functions and methods as code of ours. What has no counterpart stays as it is and is told. */
export function writeMethods(code: string, unknown: Set<string>, tell: (note: string) => void): string {
  let text = code;
  // Each turn takes one call away or steps behind one that stays.
  for (let from = 0; ; ) {
    const blank = blankTexts(text);
    FUNCTION.lastIndex = 0;
    const called = FUNCTION.exec(blank);
    if (called) {
      const end = closing(blank, called.index + called[0].length - 1);
      const args = end === undefined ? [] : splitArguments(text.slice(called.index + called[0].length, end));
      const made = end === undefined ? undefined : FUNCTIONS[called[1] as string]?.(args);
      if (end === undefined || made === undefined) {
        unknown.add(called[1] as string);
        return text;
      }
      text = text.slice(0, called.index) + made + text.slice(end + 1);
      continue;
    }
    CALL.lastIndex = from;
    const found = CALL.exec(blank);
    if (!found) return asText(text, unknown);
    const [open, name] = [found.index + found[0].length - 1, found[1] as string];
    const [start, end] = [receiverStart(blank, found.index), closing(blank, open)];
    const on = start === undefined ? undefined : text.slice(start, found.index).trim();
    from = open;
    if (on !== undefined && OWN.has(on)) continue;
    const args = end === undefined ? [] : splitArguments(text.slice(open + 1, end));
    const made = on === undefined || end === undefined ? undefined : METHODS[name]?.(on, args, tell);
    if (made === undefined || start === undefined || end === undefined) {
      // What is asked of a moment is told with it, at the end.
      if (!(on?.startsWith('MOMENT(') && on.endsWith(')'))) unknown.add(`.${name}()`);
      continue;
    }
    text = text.slice(0, start) + made + text.slice(end + 1);
    from = start;
  }
}

/** Moments that nothing more is asked of are texts, as n8n writes them. */
function asText(code: string, unknown: Set<string>): string {
  let text = code;
  for (;;) {
    const blank = blankTexts(text);
    const start = blank.lastIndexOf('MOMENT(');
    if (start < 0) return text;
    const end = closing(blank, start + 'MOMENT('.length - 1);
    if (end === undefined) return text;
    const asked = /^\s*\??\.\s*\w+/.exec(blank.slice(end + 1))?.[0].trim();
    if (asked !== undefined) unknown.add(`$now${asked}`);
    text = `${text.slice(0, start)}new Date(${text.slice(start + 'MOMENT('.length, end)}).toISOString()${text.slice(end + 1)}`;
  }
}
