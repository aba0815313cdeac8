import { expect, it } from 'vitest';
import { promiseChange } from './promises.ts';

const object = (properties: Readonly<Record<string, object>>, required: readonly string[] = []) =>
  ({ type: 'object', properties, required }) as never;
const sku = { type: 'string' };
const count = { type: 'integer' };
const list = (items: object) => ({ type: 'array', items });
const strictly = (schema: object) => ({ ...schema, additionalProperties: false }) as never;
const ask = object({ sku }, ['sku']);
const answer = object({ held: count }, ['held']);

it.each([
  ['nothing', {}, {}, 'patch'],
  ['a field that may be there', { takes: ask }, { takes: object({ sku, count }, ['sku']) }, 'minor'],
  ['a field of another kind', { takes: ask }, { takes: object({ sku: count }, ['sku']) }, 'major'],
  ['a field that need not be there any more', { takes: ask }, { takes: object({ sku }) }, 'minor'],
  ['a field that must be there', { takes: object({ sku }) }, { takes: ask }, 'major'],
  ['anything instead of a contract', { takes: ask }, {}, 'minor'],
  ['a contract instead of anything', {}, { takes: ask }, 'major'],
  [
    'a field more in the answer',
    { returns: answer },
    { returns: object({ held: count, at: sku }, ['held', 'at']) },
    'minor',
  ],
  ['a field less in the answer', { returns: answer }, { returns: object({ held: count }) }, 'major'],
  ['an answer that is promised', {}, { returns: answer }, 'minor'],
  ['an answer that is not promised any more', { returns: answer }, {}, 'major'],
  [
    'a field within that may be there',
    { takes: object({ lines: list(ask) }) },
    { takes: object({ lines: list(object({ sku, count }, ['sku'])) }) },
    'minor',
  ],
  [
    'a field where nothing else was allowed',
    { returns: strictly(answer) },
    { returns: object({ held: count, at: sku }, ['held']) },
    'major',
  ],
  ['a capability', {}, { capability: 'buy-label' }, 'minor'],
  ['another capability', { capability: 'buy-label' }, { capability: 'quote-tax' }, 'major'],
  [
    'wider and narrower at once',
    { takes: ask, returns: answer },
    { takes: object({ sku }), returns: object({}) },
    'major',
  ],
])('%s is %4$s', (_, before, after, kind) => {
  expect(promiseChange(before, after).kind).toBe(kind);
});

it('says what breaks, and of many the first', () => {
  expect(promiseChange({ takes: object({ sku }), capability: 'buy-label' }, { takes: ask })).toEqual({
    kind: 'major',
    breaks: ['no longer offers the capability "buy-label"', 'takes only messages where sku must be there'],
  });
  const fields = ['a', 'b', 'c', 'd', 'e'];
  const strict = object(Object.fromEntries(fields.map((name) => [name, sku])), fields);
  expect(promiseChange({ takes: object({}) }, { takes: strict }).breaks.at(-1)).toMatch(/^and \d+ more$/);
});
