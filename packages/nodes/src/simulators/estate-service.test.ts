import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type EstateService, openEstate } from './estate-service.ts';

let folder: string;
const open: EstateService[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-estate-'));
});
afterEach(async () => {
  for (const service of open.splice(0)) await service.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<EstateService> {
  const service = await openEstate(folder);
  open.push(service);
  return service;
}

it('keeps the state of its systems for a runtime that comes after a killed one', async () => {
  const first = await start();
  const wms = first.entries.find(({ system }) => system === 'wms');
  await fetch(`${wms?.faultsUrl}`, {
    method: 'PUT',
    body: JSON.stringify({ latencyMs: 7 }),
    headers: { 'content-type': 'application/json' },
  });
  const second = await start();
  expect({ before: first.adopted, after: second.adopted }).toEqual({ before: false, after: true });
  expect(second.entries).toEqual(first.entries);
  expect(await (await fetch(`${wms?.faultsUrl}`)).json()).toMatchObject({ latencyMs: 7 });
});

it('starts anew when the estate of before is gone', async () => {
  const first = await start();
  await first.close();
  const second = await start();
  expect(second.adopted).toBe(false);
  await second.setGenerator({ ordersPerMinute: 0 });
  await second.setTarget({ shopify: 'http://127.0.0.1:9/hooks/none' });
});
