import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openStore, type Store } from '../open-store.ts';
import { scratchRoot } from '../testing.ts';
import { parsePasswd } from './identity.ts';
import { isPostmasterAlive, readPostmaster } from './postmaster.ts';
import { startEmbedded } from './server.ts';
import type { ServerNews } from './supervise.ts';

// mkdtemp makes folders that only their owner may enter: as root, PostgreSQL's user has to get through all the same.
let dataDir: string;
let pgData: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(scratchRoot(), 'lockstep-embedded-'));
  pgData = join(dataDir, 'lockstep', 'postgres');
  dataDir = join(dataDir, 'lockstep');
});
afterEach(async () => {
  const running = await readPostmaster(pgData);
  if (running && (await isPostmasterAlive(pgData, running.pid))) {
    process.kill(running.pid, 'SIGKILL');
    while (await isPostmasterAlive(pgData, running.pid)) await sleep(10);
  }
  await rm(join(dataDir, '..'), { recursive: true, force: true });
});

it('starts, keeps what was written, and starts again in less than 3 s', async () => {
  const first = await openStore({ dataDir });
  await first.sql`insert into flows (id, name) values ('f', 'F')`;
  await first.close();
  expect(await readPostmaster(pgData)).toBeUndefined();
  const begun = performance.now();
  const second = await openStore({ dataDir });
  expect(performance.now() - begun).toBeLessThan(3_000);
  expect(await second.sql`select id from flows`).toEqual([{ id: 'f' }]);
  await second.close();
});

it('listens on loopback only, under a password that others cannot read', async () => {
  const store = await openStore({ dataDir });
  expect(await store.sql`select setting from pg_settings where name = 'listen_addresses'`).toEqual([
    { setting: '127.0.0.1' },
  ]);
  const { mode } = await stat(join(dataDir, 'postgres-password'));
  expect(mode & 0o777).toBe(0o600);
  const wrong = new URL(store.databaseUrl);
  wrong.password = 'wrong';
  await expect(openStore({ databaseUrl: wrong.href })).rejects.toMatchObject({ code: '28P01' });
  await store.close();
});

it('recovers after PostgreSQL was killed, although its pid file names a process that lives', async () => {
  const store = await openStore({ dataDir });
  await store.sql`insert into flows (id, name) values ('f', 'F')`;
  const postmaster = await readPostmaster(pgData);
  process.kill(postmaster?.pid ?? 0, 'SIGKILL');
  await store.sql.end({ timeout: 1 });
  while (await isPostmasterAlive(pgData, postmaster?.pid ?? 0)) await sleep(10);
  // The number belongs to somebody else by now: to us.
  const file = join(pgData, 'postmaster.pid');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(String(postmaster?.pid), String(process.pid)));
  const again = await openStore({ dataDir });
  expect(await again.sql`select id from flows`).toEqual([{ id: 'f' }]);
  await again.close();
  await store.close();
});

it('takes over a server that a crashed process left, and the last one to close stops it', async () => {
  const left = await startEmbedded({ dataDir });
  const [one, two] = await Promise.all([openStore({ dataDir }), openStore({ dataDir })]);
  expect((await readPostmaster(pgData))?.pid).toBe(left.pid);
  await one.close();
  expect(await two.sql`select 1 as alive`).toEqual([{ alive: 1 }]);
  await two.close();
  expect(await isPostmasterAlive(pgData, left.pid)).toBe(false);
});

it('starts one server when two processes start at once', async () => {
  const [one, two] = await Promise.all([startEmbedded({ dataDir }), startEmbedded({ dataDir })]);
  expect(one.pid).toBe(two.pid);
  expect([one.adopted, two.adopted].sort()).toEqual([false, true]);
  await one.stop();
});

it('is restarted on its port by one of two processes when it is killed, and nothing written is lost', async () => {
  const news: ServerNews[] = [];
  const onServerNews = (one: ServerNews) => news.push(one);
  const stores = await Promise.all([1, 2].map(() => openStore({ dataDir, onServerNews })));
  const [one, two] = stores as [Store, Store];
  const heard: string[] = [];
  await two.listen('orders', (payload) => heard.push(payload));
  await one.sql`insert into flows (id, name) values ('f', 'F')`;
  const before = await readPostmaster(pgData);
  process.kill(before?.pid ?? 0, 'SIGKILL');
  await vi.waitFor(() => expect(news.filter(({ kind }) => kind === 'up')).toHaveLength(2), 20_000);
  const after = await readPostmaster(pgData);
  expect([after?.port, after?.pid === before?.pid]).toEqual([before?.port, false]);
  for (const store of stores) {
    await vi.waitFor(async () => expect(await store.sql`select id from flows`).toEqual([{ id: 'f' }]), 5_000);
  }
  await vi.waitFor(async () => {
    await one.notify('orders', '1001');
    expect(heard).toContain('1001'); // listens again
  }, 5_000);
  await Promise.all(stores.map((store) => store.close()));
  expect(await isPostmasterAlive(pgData, after?.pid ?? 0)).toBe(false);
}, 40_000);

it('finds unprivileged users in /etc/passwd', () => {
  const text = 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65533::/:/bin/false\n\nodd\n';
  expect(parsePasswd(text)).toEqual([{ user: 'nobody', uid: 65534, gid: 65533 }]);
});
