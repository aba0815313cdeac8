import { expect, it } from 'vitest';
import { joinUrl, originOf, withQuery } from './url.ts';

it.each([
  ['https://erp.example', '/v1/orders', 'https://erp.example/v1/orders'],
  ['https://erp.example/api/', 'v1/orders', 'https://erp.example/api/v1/orders'],
  ['https://erp.example/api//', '//v1', 'https://erp.example/api/v1'],
  ['https://erp.example/api', '', 'https://erp.example/api'],
  ['https://erp.example/api', '?a=1', 'https://erp.example/api?a=1'],
])('joins %s and %s with one slash', (base, path, url) => {
  expect(joinUrl(base, path)).toBe(url);
});

it('adds query parameters, escaped, and leaves out what is null', () => {
  expect(withQuery('https://a/b', { name: "O'Neil & Söhne #1", page: 2, gone: null })).toBe(
    'https://a/b?name=O%27Neil%20%26%20S%C3%B6hne%20%231&page=2',
  );
  expect(withQuery('https://a/b?x=1#top', { y: true })).toBe('https://a/b?x=1&y=true');
  expect(withQuery('https://a/b?', { y: 1 })).toBe('https://a/b?y=1');
  expect(withQuery('https://a/b', {})).toBe('https://a/b');
});

it('tells the origin of an address whatever is written around it', () => {
  expect(originOf('HTTPS://User:pw@Shop.Example:443/x?y')).toBe('https://shop.example');
  expect(originOf('http://127.0.0.1:8080')).toBe('http://127.0.0.1:8080');
  expect(originOf('http://a.example\\@b.example/')).toBe('http://a.example');
  expect(originOf('http://a@b@c.example/')).toBe('http://c.example');
});
