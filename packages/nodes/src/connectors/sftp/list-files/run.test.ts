import { expect, it } from 'vitest';
import { contextFor, failureOf } from '../../../testing/context.ts';
import { filesInMemory } from '../../../testing/files-in-memory.ts';
import { matchesName } from '../../kit/files/paths.ts';
import { listFiles } from './definition.ts';
import { runListFiles } from './run.ts';

const MINUTE = 60_000;

function world() {
  let now = 5 * MINUTE;
  const { files, tree } = filesInMemory({ now: () => now });
  tree.makeFolder('/in');
  tree.makeFolder('/in/archive');
  for (const name of ['b.x12', 'a.x12', 'c.csv']) {
    tree.write(`/in/${name}`, Buffer.from(name));
    now -= MINUTE;
  }
  const connection = { id: 'partner', system: 'sftp', baseUrl: 'sftp://x', settings: { root: 'in' } };
  const ctx = contextFor({ connections: [connection], files });
  return async (form: object) =>
    (await runListFiles({ params: listFiles.params.parse({ connection: 'partner', ...form }), input: null }, ctx))
      .value;
}

it('lists the files of a folder, the oldest first', async () => {
  const { files, complete } = await world()({});
  expect([files.map(({ path }) => path), complete]).toEqual([['c.csv', 'a.x12', 'b.x12'], true]);
  expect(files[0]).toEqual({ path: 'c.csv', name: 'c.csv', size: 5, modifiedAt: '1970-01-01T00:03:00.000Z' });
});

it('keeps to the names and the number that are wanted, and says when there are more', async () => {
  const step = world();
  expect(await step({ names: '*.x12, *.edi', maxFiles: 1 })).toMatchObject({
    files: [{ name: 'a.x12' }],
    complete: false,
  });
  expect(await step({ folder: 'archive/' })).toEqual({ files: [], complete: true });
  expect(await failureOf(step({ folder: 'nowhere' }))).toMatchObject({ code: 'file-missing' });
});

it.each([
  ['*', 'a', true],
  ['*.x12', 'po.x12', true],
  ['*.x12', 'po.x12.tmp', false],
  ['po-??.x12', 'po-17.x12', true],
  ['po-??.x12', 'po-177.x12', false],
  ['a*b*c', 'aXbYbZc', true],
  ['a.c', 'abc', false],
  ['', 'a', false],
  [`${'*a'.repeat(40)}b`, 'a'.repeat(255), false],
])('%j takes %j: %s', (pattern, name, taken) => {
  expect(matchesName(pattern, name)).toBe(taken);
});
