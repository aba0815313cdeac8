import { expect, it } from 'vitest';
import { contextFor } from '../../../testing/context.ts';
import { filesInMemory } from '../../../testing/files-in-memory.ts';
import { writeFtpFile } from './definition.ts';
import { runWriteFtpFile } from './run.ts';

const connection = { id: 'partner', system: 'ftp', baseUrl: 'ftps://x', settings: { root: '/shop' } };

function world() {
  const memory = filesInMemory();
  memory.tree.makeFolder('/shop');
  memory.tree.write('/shop/a.csv', Buffer.from('sku;1'));
  const ctx = contextFor({ connections: [connection], files: memory.files });
  const step = (form: object, input: string | null = null) =>
    runWriteFtpFile({ params: writeFtpFile.params.parse({ connection: 'partner', ...form }), input }, ctx);
  return { ...memory, step };
}

it('writes a whole file over an FTP connection, once', async () => {
  const { step, tree, loseAnswerOf } = world();
  loseAnswerOf('rename');
  await expect(step({ path: 'out/b.csv' }, 'x')).rejects.toMatchObject({ failure: { outcomeUnknown: true } });
  expect(await step({ path: 'out/b.csv' }, 'x')).toMatchObject({ value: { outcome: 'there-already' } });
  expect(tree.files().map(({ path }) => path)).toEqual(['/shop/a.csv', '/shop/out/b.csv']);
});
