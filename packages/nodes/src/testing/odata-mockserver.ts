import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { contextFor } from './context.ts';

// CommonJS whose default export Node and bundlers see differently.
const { default: Mockserver } = createRequire(import.meta.url)(
  '@sap-ux/fe-mockserver-core',
) as typeof import('@sap-ux/fe-mockserver-core');

/**
 * A service of SAP's own mock server for one test, with the records given, and a step that has a connection to it.
 *
 * @param code what actions and functions do: CommonJS by the entity set they are bound to, `EntityContainer` for the others
 */
export async function mockserverWorld(
  edmx: string,
  records: Readonly<Record<string, readonly object[]>>,
  code: Readonly<Record<string, string>> = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-odata-'));
  const mockdataPath = join(folder, 'data');
  const metadataPath = join(folder, 'metadata.xml');
  await mkdir(mockdataPath);
  await writeFile(metadataPath, edmx);
  for (const [set, list] of Object.entries(records)) {
    await writeFile(join(mockdataPath, `${set}.json`), JSON.stringify(list));
  }
  for (const [set, text] of Object.entries(code)) await writeFile(join(mockdataPath, `${set}.js`), text);
  const mock = new Mockserver({
    services: [{ urlPath: '/shop', metadataPath, mockdataPath, generateMockData: false }],
    annotations: [],
    plugins: [],
  });
  await mock.isReady;
  const server = createServer((request, response) => {
    mock.getRouter()(request, response, () => {
      response.statusCode = 404;
      response.end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(async () => {
    server.close();
    server.closeAllConnections();
    await mock.dispose();
    await rm(folder, { recursive: true });
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/shop`;
  const connection = { id: 'shop', system: 'odata', baseUrl, settings: {} };
  return { baseUrl, ctx: contextFor({ connections: [connection] }) };
}
