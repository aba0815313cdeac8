import { expect, it } from 'vitest';
import { contextFor, failureOf } from '../../../testing/context.ts';
import { filesInMemory } from '../../../testing/files-in-memory.ts';
import { readRemoteFile } from './definition.ts';
import { runReadRemoteFile } from './run.ts';

function world(bytes: Uint8Array) {
  const { files, tree } = filesInMemory({ now: () => Date.UTC(2026, 10, 27) });
  tree.makeFolder('/in');
  tree.write('/in/a.csv', Buffer.from(bytes));
  const connection = { id: 'partner', system: 'sftp', baseUrl: 'sftp://x', settings: {} };
  const ctx = contextFor({ connections: [connection], files });
  return (form: object) =>
    runReadRemoteFile({ params: readRemoteFile.params.parse({ connection: 'partner', ...form }), input: null }, ctx);
}

it('gives the text of a file, or its bytes', async () => {
  const step = world(Buffer.from('Größe', 'latin1'));
  expect(await step({ path: 'in/a.csv', encoding: 'windows-1252' })).toEqual({
    port: 'out',
    value: { path: 'in/a.csv', name: 'a.csv', size: 5, modifiedAt: '2026-11-27T00:00:00.000Z', content: 'Größe' },
  });
  expect((await step({ path: 'in/a.csv', encoding: 'base64' })).value).toMatchObject({ content: 'R3L232U=' });
  expect(await failureOf(step({ path: 'in/a.csv' }))).toMatchObject({ kind: 'item', code: 'encoding' });
});

it('has a port for a file that is not there, and for a folder', async () => {
  const step = world(Buffer.from(''));
  expect(await step({ path: 'in/b.csv' })).toEqual({ port: 'missing', value: { path: 'in/b.csv' } });
  expect(await step({ path: 'in' })).toMatchObject({ port: 'missing' });
  expect(await step({ path: 'in/a.csv' })).toMatchObject({ port: 'out', value: { content: '' } });
});

it('refuses what does not fit into a message', async () => {
  const failure = await failureOf(world(new Uint8Array(8 * 1024 * 1024 + 1))({ path: 'in/a.csv' }));
  expect(failure).toMatchObject({ kind: 'refused', code: 'file-too-large' });
});
