import type { Json } from '@lockstep/schema/run';

/**
 * The line below a step's name: `{warehouse}, {holdMinutes} min` with the parameters filled in. Empty ones are left out
 * together with the punctuation around them; nothing at all when none is filled.
 */
export function summaryOf(template: string, params: Readonly<Record<string, Json>>): string {
  let filled = 0;
  let holes = 0;
  const text = template.replace(/\{([\w.]+)\}/g, (_, path: string) => {
    holes += 1;
    const value = show(at(params, path.split('.')));
    if (value !== '') filled += 1;
    return value;
  });
  if (holes > 0 && filled === 0) return '';
  return text
    .replace(/\s+/g, ' ')
    .replace(/^[\s,·:–-]+|[\s,·:–-]+$/g, '')
    .trim();
}

function at(value: Json | undefined, path: readonly string[]): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined || value === undefined) return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return at((value as Readonly<Record<string, Json>>)[key], rest);
}

function show(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return String(value.length);
  if (typeof value === 'object') return '';
  return inWords(String(value).split('\n', 1)[0] ?? '');
}

const PATH = /^=\s*(?:[A-Za-z_$][\w$]*\??\.)+([A-Za-z_$][\w$]*)\s*$/;
const BEGINS_WITH_TEXT = /^=\s*(['"])((?:(?!\1|\\).)+)\1\s*\+/;

/** A card is read by people who do not write code: of `=input.sales.channel` the field, of `='No ' + input.name` the words it begins with. */
function inWords(text: string): string {
  const field = PATH.exec(text)?.[1];
  if (field !== undefined) return field;
  const words = BEGINS_WITH_TEXT.exec(text)?.[2]?.trim();
  return words === undefined || words === '' ? text : `${words}…`;
}
