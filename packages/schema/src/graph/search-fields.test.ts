import { expect, it } from 'vitest';
import { checkSearch, EACH, searchPath } from './search-fields.ts';

it.each([
  ['email', ['email']],
  ['customer.email', ['customer', 'email']],
  ['=input.customer.email', ['customer', 'email']],
  ['input["odd name"].x', ['odd name', 'x']],
  ['lines[].sku', ['lines', EACH, 'sku']],
  ['[].sku', [EACH, 'sku']],
  ['inputs', ['inputs']],
  ['a.b()', undefined],
  ['lines[3]', undefined],
  ['a..b', undefined],
  ['', undefined],
])('reads %j', (text, path) => expect(searchPath(text)).toEqual(path));

it('finds names that are taken twice, whatever their case, and paths that lead nowhere', () => {
  const search = [
    { name: 'Email', path: 'customer.email' },
    { name: 'email', path: 'buyer.email' },
    { name: 'sku', path: 'lines[0]' },
    { name: 'a:b', path: '' },
  ];
  expect(checkSearch({ settings: { search } }).map(({ code, field }) => [code, field])).toEqual([
    ['search-name-taken', 'settings/search/1/name'],
    ['search-path-invalid', 'settings/search/2/path'],
    ['search-name-invalid', 'settings/search/3/name'],
    ['search-path-invalid', 'settings/search/3/path'],
  ]);
  expect(checkSearch({ settings: {} })).toEqual([]);
});
