import { expect, it } from 'vitest';
import { contextFor } from '../../../testing/context.ts';
import { filesInMemory } from '../../../testing/files-in-memory.ts';
import { listFtpFiles } from './definition.ts';
import { runListFtpFiles } from './run.ts';

const connection = { id: 'partner', system: 'ftp', baseUrl: 'ftps://x', settings: { root: '/shop' } };

function world() {
  const memory = filesInMemory();
  memory.tree.makeFolder('/shop');
  memory.tree.write('/shop/a.csv', Buffer.from('sku;1'));
  const ctx = contextFor({ connections: [connection], files: memory.files });
  const step = (form: object, input: string | null = null) =>
    runListFtpFiles({ params: listFtpFiles.params.parse({ connection: 'partner', ...form }), input }, ctx);
  return { ...memory, step };
}

it('lists the files of the folder of an FTP connection', async () => {
  const file = { path: 'a.csv', name: 'a.csv', size: 5, modifiedAt: '1970-01-01T00:00:00.000Z' };
  expect(await world().step({ names: '*.csv' })).toEqual({ port: 'out', value: { files: [file], complete: true } });
  expect(await world().step({ names: '*.xml' })).toMatchObject({ value: { files: [] } });
});
