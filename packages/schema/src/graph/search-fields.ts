import { z } from 'zod';
import type { Flow } from './flow.ts';
import type { Issue } from './issue.ts';

/** Fields of a flow that runs are found by, at most: each is a row for every run. */
export const MAX_SEARCH_FIELDS = 8;

/** A field of the messages of a flow that people search runs by: `email:ann@example.org`. */
export const SearchField = z.object({
  name: z
    .string()
    .max(40)
    .describe('What people type before the colon, for example email.')
    .meta({ label: 'Called', placeholder: 'email' }),
  path: z
    .string()
    .max(300)
    .describe('Where it is in the message. Of a list, [] means each item: lines[].sku.')
    .meta({ label: 'Field of the message', placeholder: 'customer.email' }),
  sensitive: z
    .boolean()
    .optional()
    .describe('Kept as a hash: runs are found by the whole value only, and nobody can read it from the index.')
    .meta({ label: 'Sensitive' }),
});
export type SearchField = z.infer<typeof SearchField>;

/** A step on the way to a field: a property, or `EACH` item of a list. */
export const EACH = 0;
export type SearchPath = readonly (string | typeof EACH)[];

/** `customer.email`, `lines[].sku`, `["odd name"]`; a leading `input.` means nothing. `undefined` for anything else. */
export function searchPath(text: string): SearchPath | undefined {
  const plain = text.trim().replace(/^=?\s*input(?=\.|\[)\.?/, '');
  if (!/^(?:[A-Za-z_$][\w$]*|\[\]|\["[^"\\]*"\])(?:\.[A-Za-z_$][\w$]*|\[\]|\["[^"\\]*"\])*$/.test(plain))
    return undefined;
  return [...plain.matchAll(/\[\]|\["([^"]*)"\]|[\w$]+/g)].map(([step, quoted]) => {
    return step === '[]' ? EACH : (quoted ?? step);
  });
}

/** The name as it is stored and compared: case does not count. */
export function searchName(name: string): string {
  return name.trim().toLowerCase();
}

const NAME = /^[\p{L}\p{N}][\p{L}\p{N} _-]*$/u;

/** Names that cannot stand before a colon or are taken twice, and paths that lead nowhere. */
export function checkSearch({ settings: { search = [] } }: Pick<Flow, 'settings'>): readonly Issue[] {
  const names = search.map(({ name }) => searchName(name));
  return search.flatMap(({ name, path }, index): readonly Issue[] => {
    const issue = (field: string, code: string, message: string): Issue => {
      return { severity: 'error', code, message, field: `settings/search/${index}/${field}` };
    };
    return [
      ...(NAME.test(name)
        ? []
        : [
            issue(
              'name',
              'search-name-invalid',
              `A search field cannot be called "${name}": use letters, digits, spaces, - or _.`,
            ),
          ]),
      ...(names.indexOf(searchName(name)) < index
        ? [issue('name', 'search-name-taken', `Two search fields are called "${name}".`)]
        : []),
      ...(searchPath(path) === undefined
        ? [
            issue(
              'path',
              'search-path-invalid',
              `"${path}" is no field of a message: write it like customer.email or lines[].sku.`,
            ),
          ]
        : []),
    ];
  });
}
