import { expect, it } from 'vitest';
import { contextFor } from '../../../testing/context.ts';
import { filesInMemory } from '../../../testing/files-in-memory.ts';
import { moveFtpFile } from './definition.ts';
import { runMoveFtpFile } from './run.ts';

const connection = { id: 'partner', system: 'ftp', baseUrl: 'ftps://x', settings: { root: '/shop' } };

function world() {
  const memory = filesInMemory();
  memory.tree.makeFolder('/shop');
  memory.tree.write('/shop/a.csv', Buffer.from('sku;1'));
  const ctx = contextFor({ connections: [connection], files: memory.files });
  const step = (form: object, input: string | null = null) =>
    runMoveFtpFile({ params: moveFtpFile.params.parse({ connection: 'partner', ...form }), input }, ctx);
  return { ...memory, step };
}

it('moves a file of an FTP connection, once', async () => {
  const { step, tree, loseAnswerOf } = world();
  loseAnswerOf('rename');
  await expect(step({ path: 'a.csv', to: 'done/a.csv' })).rejects.toMatchObject({ failure: { outcomeUnknown: true } });
  expect(await step({ path: 'a.csv', to: 'done/a.csv' })).toMatchObject({ value: { outcome: 'done-already' } });
  expect(tree.files().map(({ path }) => path)).toEqual(['/shop/done/a.csv']);
});
