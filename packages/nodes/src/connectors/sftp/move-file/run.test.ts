import { expect, it } from 'vitest';
import { contextFor, failureOf } from '../../../testing/context.ts';
import { filesInMemory } from '../../../testing/files-in-memory.ts';
import { moveFile } from './definition.ts';
import { runMoveFile } from './run.ts';

function world() {
  const memory = filesInMemory();
  memory.tree.makeFolder('/in');
  memory.tree.write('/in/a.csv', Buffer.from('a'));
  const connection = { id: 'partner', system: 'sftp', baseUrl: 'sftp://x', settings: {} };
  const ctx = contextFor({ connections: [connection], files: memory.files });
  const step = (form: object) =>
    runMoveFile({ params: moveFile.params.parse({ connection: 'partner', ...form }), input: null }, ctx);
  const paths = () => memory.tree.files().map(({ path }) => path);
  return { ...memory, step, paths };
}

it('moves a file once, also when the answer is lost', async () => {
  const { step, paths, loseAnswerOf } = world();
  loseAnswerOf('rename');
  expect(await failureOf(step({ path: 'in/a.csv', to: 'done/a.csv' }))).toMatchObject({ outcomeUnknown: true });
  expect(await step({ path: 'in/a.csv', to: 'done/a.csv' })).toMatchObject({ value: { outcome: 'done-already' } });
  expect(paths()).toEqual(['/done/a.csv']);
});

it('removes a file, and takes one that is gone for removed', async () => {
  const { step, paths } = world();
  expect(await step({ path: 'in/a.csv' })).toMatchObject({ value: { outcome: 'removed' } });
  expect(await step({ path: 'in/a.csv' })).toMatchObject({ value: { outcome: 'done-already' } });
  expect(paths()).toEqual([]);
});

it('writes over nothing, and has a port for what is not there', async () => {
  const { step, tree, paths } = world();
  tree.write('/in/b.csv', Buffer.from('b'));
  expect(await failureOf(step({ path: 'in/a.csv', to: 'in/b.csv' }))).toMatchObject({ code: 'file-differs' });
  expect(await step({ path: 'in/c.csv', to: 'in/d.csv' })).toEqual({ port: 'missing', value: { path: 'in/c.csv' } });
  expect(paths()).toEqual(['/in/a.csv', '/in/b.csv']);
});
