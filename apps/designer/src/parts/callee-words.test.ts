import { expect, it } from 'vitest';
import { versionWords } from './callee-words.ts';

const stock = {
  id: 'stock',
  name: 'Reserve stock',
  publishedVersion: 3,
  isCallable: true,
  releases: [{ version: 2, semver: '1.4.0' }],
};

it.each([
  [{ versions: 'latest', resolve: 'run' }, stock, 'v3'],
  [{ versions: '<3', resolve: 'publish' }, stock, 'v2 at publishing'],
  [{ versions: '^1.3', resolve: 'run' }, stock, 'v2'],
  [{ versions: '7', resolve: 'run' }, stock, 'no version fits'],
  [{ versions: 'latest', resolve: 'run' }, { ...stock, publishedVersion: undefined, releases: [] }, 'not published'],
  [{ versions: '>=2', resolve: 'run' }, undefined, '>=2'],
] as const)('tells which version a call gets: %j of %j', (call, callee, words) => {
  expect(versionWords(call, callee)).toBe(words);
});
