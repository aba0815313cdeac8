import { expect, it } from 'vitest';
import { contextFor } from '../../../testing/context.ts';
import { filesInMemory } from '../../../testing/files-in-memory.ts';
import { readFtpFile } from './definition.ts';
import { runReadFtpFile } from './run.ts';

const connection = { id: 'partner', system: 'ftp', baseUrl: 'ftps://x', settings: { root: '/shop' } };

function world() {
  const memory = filesInMemory();
  memory.tree.makeFolder('/shop');
  memory.tree.write('/shop/a.csv', Buffer.from('sku;1'));
  const ctx = contextFor({ connections: [connection], files: memory.files });
  const step = (form: object, input: string | null = null) =>
    runReadFtpFile({ params: readFtpFile.params.parse({ connection: 'partner', ...form }), input }, ctx);
  return { ...memory, step };
}

it('reads a file of an FTP connection, and has a port for one that is not there', async () => {
  expect(await world().step({ path: 'a.csv' })).toMatchObject({ port: 'out', value: { content: 'sku;1', size: 5 } });
  expect(await world().step({ path: 'b.csv' })).toEqual({ port: 'missing', value: { path: 'b.csv' } });
});
