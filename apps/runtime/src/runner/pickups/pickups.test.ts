import { randomUUID } from 'node:crypto';
import { FTP_CREDENTIALS, ftpSimulator, SFTP_CREDENTIALS, sftpSimulator } from '@lockstep/nodes/simulators';
import { documentHash } from '@lockstep/schema/graph';
import type { RemoteFiles, ResolvedConnection } from '@lockstep/schema/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOpenSocket } from '../../egress/index.ts';
import { createFtp } from '../../ftp/index.ts';
import { createSftp, type Sftp } from '../../sftp/index.ts';
import { createFlow, deleteFlow, publishVersion } from '../../store/flows.ts';
import { pauseFlow, resumeFlow } from '../../store/pauses.ts';
import { listWatches } from '../../store/pickups/watches.ts';
import { createTestStore, type TestStore } from '../../store/testing.ts';
import { listUnread } from '../../store/unread.ts';
import { createHost, type Host } from '../host/index.ts';
import { scriptedExecutor, testFlow } from '../host/testing.ts';
import type { WatchParams } from './decide.ts';
import { type PickupDoors, pickupPass } from './pickups.ts';

const loaded = testFlow(['hook > a:pure']);
const { flow } = loaded;
const SECOND = 1_000;
const log = { warn: () => undefined };

let sim: Awaited<ReturnType<typeof sftpSimulator>>;
let sftp: Sftp;
beforeAll(async () => {
  sim = await sftpSimulator();
  sftp = createSftp({ openSocket: createOpenSocket() });
});
afterAll(async () => {
  await sftp?.close();
  await sim?.close();
});

let store: TestStore;
let hosts: Host[];
let now: number;
let published: number;
let folder: string;
const workers = [randomUUID(), randomUUID()] as const;

beforeEach(async () => {
  store = await createTestStore();
  hosts = [];
  now = Date.now() + SECOND;
  published = 0;
  folder = `exports/${randomUUID()}`;
  await sftp.makeFolder(connection(), `/${folder}`);
  await createFlow(store.db, { flow, hash: 'h' });
});
afterEach(async () => {
  await fetch(sim.faultsUrl, { method: 'PUT', body: '{}' });
  await Promise.all(hosts.map((host) => host.close()));
  await store.drop();
});

const connection = (): ResolvedConnection => {
  return { id: 'partner', system: 'sftp', baseUrl: sim.baseUrl, settings: SFTP_CREDENTIALS };
};

/** A process: its own connections, its own host. */
async function process(change: Partial<Pick<PickupDoors, 'files' | 'host'>> = {}): Promise<PickupDoors> {
  const own = await store.another();
  const host = await createHost({ store: own, executor: scriptedExecutor(), loadSnapshot: async () => loaded });
  hosts.push(host);
  return { db: own.db, host, files: sftp, connections: async () => connection(), now: () => now, log, ...change };
}

async function publish(watch: Partial<WatchParams> = {}): Promise<void> {
  const params: WatchParams = {
    connection: 'partner',
    folder,
    names: '*',
    finished: 'renamed',
    marker: '.done',
    everySeconds: 60,
    after: 'archive',
    archive: `${folder}/done`,
    contentKb: 1,
    encoding: 'utf-8',
    ...watch,
  };
  const publication = { flow, snapshotId: documentHash(flow), hash: 'h', basedOn: published, note: '', by: 'ann' };
  const nothing = { hooks: [], calls: [], consumers: [], schedules: [] };
  const result = await publishVersion(store.db, {
    ...publication,
    ...nothing,
    watches: [{ node: 'hook', watch: params }],
  });
  expect(result.type).toBe('published');
  published += 1;
}

const put = (name: string, text: string) => sftp.write(connection(), `/${folder}/${name}`, Buffer.from(text));
const names = async (below = '') =>
  (await sftp.list(connection(), `/${folder}${below}`)).filter(({ isFolder }) => !isFolder).map(({ name }) => name);
/** A look, a minute after the one before. */
async function look(doors: PickupDoors, worker: string = workers[0]) {
  const next = await pickupPass(doors, worker);
  now += 60 * SECOND;
  return next;
}

async function messages() {
  const rows = await store.sql<{ value: { name: string; content: string | null; problem?: string } }[]>`
    select event->'output'->'value' as value from run_events where seq = 1`;
  return rows.map(({ value }) => value).sort((a, b) => (a.name < b.name ? -1 : 1));
}
const state = async () => (await listWatches(store.db))[0];

describe('a file', () => {
  it('begins one run when two processes look again and again, and lies in the archive then', async () => {
    await publish();
    const [a, b] = await Promise.all([process(), process()]);
    for (let turn = 0; turn < 3; turn++) {
      await put(`po-${turn}.x12`, `ISA ${turn}`);
      await Promise.all([pickupPass(a, workers[0]), pickupPass(b, workers[1])]);
      now += 60 * SECOND;
    }
    const found = await messages();
    expect(found.map(({ name, content }) => [name, content])).toEqual([
      ['po-0.x12', 'ISA 0'],
      ['po-1.x12', 'ISA 1'],
      ['po-2.x12', 'ISA 2'],
    ]);
    expect(await names()).toEqual([]);
    const { path, sha256, pickedUpFrom, size } = found[0] as unknown as Record<string, string>;
    expect([pickedUpFrom, size, sha256]).toEqual([`${folder}/po-0.x12`, 5, expect.stringMatching(/^[0-9a-f]{64}$/)]);
    const archived = await sftp.read(connection(), `/${path}`, { offset: 0, length: 99 });
    expect(Buffer.from(archived.bytes).toString()).toBe('ISA 0');
    expect(await state()).toMatchObject({ begun: 3, problem: undefined });
  });

  it('comes over FTP as well, and is put away there', async () => {
    const server = await ftpSimulator();
    const ftp = createFtp({ openSocket: createOpenSocket() });
    try {
      const partner = { id: 'partner', system: 'ftp', baseUrl: server.baseUrl, settings: FTP_CREDENTIALS };
      await publish({ folder: 'out', archive: 'archive/2026' });
      const doors = { ...(await process({ files: ftp })), connections: async () => partner };
      await ftp.write(partner, '/out/large.csv', Buffer.alloc(2_500_000, 'x'));
      await ftp.write(partner, '/out/stock.csv', Buffer.from('sku;1'));
      await look(doors);
      await look(doors);
      expect(await messages()).toMatchObject([
        { name: 'large.csv', content: null, size: 2_500_000, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
        { name: 'stock.csv', content: 'sku;1' },
      ]);
      expect([(await ftp.list(partner, '/out')).length, (await ftp.list(partner, '/archive/2026')).length]).toEqual([
        0, 2,
      ]);
    } finally {
      await ftp.close();
      await server.close();
    }
  });

  it('that grows is left until two looks find it the same', async () => {
    await publish({ finished: 'stable' });
    const doors = await process();
    await put('a.csv', 'one');
    await look(doors);
    await put('a.csv', 'one,two');
    await look(doors);
    expect(await messages()).toEqual([]);
    await look(doors);
    expect(await messages()).toMatchObject([{ content: 'one,two' }]);
  });

  it('waits for its marker, which goes with it', async () => {
    await publish({ finished: 'marker' });
    const doors = await process();
    await put('a.csv', 'a');
    await look(doors);
    expect(await messages()).toEqual([]);
    await put('a.csv.done', '');
    await look(doors);
    expect([(await messages()).length, await names()]).toEqual([1, []]);
  });

  it('that changes while it is read is left for a later look', async () => {
    await publish();
    let reads = 0;
    const files: RemoteFiles = {
      ...sftp,
      read: async (...asked) => {
        if (reads++ === 0) await put('a.csv', 'longer than before');
        return sftp.read(...asked);
      },
    };
    const doors = await process({ files });
    await put('a.csv', 'short');
    await look(doors);
    expect(await messages()).toEqual([]);
    await look(doors);
    expect(await messages()).toMatchObject([{ content: 'longer than before' }]);
  });

  it('too large for a message, or in another encoding, begins its run without content and says why', async () => {
    await publish({ contentKb: 1 });
    const doors = await process();
    await put('a.csv', 'x'.repeat(3_000_000));
    await sftp.write(connection(), `/${folder}/b.csv`, Buffer.from('Größe', 'latin1'));
    await put('c.csv', '');
    await look(doors);
    expect(await messages()).toMatchObject([
      { name: 'a.csv', content: null, size: 3_000_000, problem: 'It is larger than 1 KB.' },
      { name: 'b.csv', content: null, problem: expect.stringContaining('is not utf-8') },
      { name: 'c.csv', content: '' },
    ]);
  });

  it('is left where it is when that is wanted, and begins another run only when it is another file', async () => {
    await publish({ after: 'leave' });
    const doors = await process();
    await put('a.csv', 'one');
    await look(doors);
    await look(doors);
    expect([(await messages()).length, await names()]).toEqual([1, ['a.csv']]);
    await put('a.csv', 'another');
    await look(doors);
    expect((await messages()).map(({ content }) => content).sort()).toEqual(['another', 'one']);
  });
});

describe('a process that dies', () => {
  it('between the run and the archive leaves the file to the next look, which begins no second run', async () => {
    await publish();
    await put('a.csv', 'a');
    const broken = await process({ files: { ...sftp, rename: () => Promise.reject(new Error('Dead.')) } });
    await look(broken);
    expect([(await messages()).length, await names()]).toEqual([1, ['a.csv']]);
    expect(await state()).toMatchObject({ problem: 'Dead.' });
    const unread = await listUnread(store.db, Date.now());
    expect(unread).toMatchObject([{ connection: (await state())?.watch.connection, problem: 'Dead.' }]);
    await look(await process());
    expect([(await messages()).length, await names(), (await names('/done')).length]).toEqual([1, [], 1]);
    expect(await state()).toMatchObject({ problem: undefined });
    expect(await listUnread(store.db, Date.now())).toEqual([]);
  });

  it('behind the commit of the run begins no second one', async () => {
    await publish();
    await put('a.csv', 'a');
    const { host, ...doors } = await process();
    const dying: Pick<Host, 'start'> = {
      async start(run) {
        await host.start(run);
        throw new Error('Dead.');
      },
    };
    await look({ ...doors, host: dying });
    expect(await names()).toEqual(['a.csv']);
    await look(await process());
    expect([(await messages()).length, await names()]).toEqual([1, []]);
  });

  it('in the middle of a look keeps the folder for its lease, and no longer', async () => {
    await publish();
    await put('a.csv', 'a');
    const hanging = await process({ files: { ...sftp, list: () => new Promise(() => undefined) } });
    void pickupPass(hanging, workers[1]);
    await expect
      .poll(async () => (await store.sql`select 1 from file_watches where worker is not null`).length)
      .toBe(1);
    const doors = await process();
    await pickupPass(doors, workers[0]);
    expect(await messages()).toEqual([]);
    now += 61 * SECOND;
    await pickupPass(doors, workers[0]);
    expect(await messages()).toHaveLength(1);
  });
});

describe('looking', () => {
  it('goes on when the server is there again, and says meanwhile what is wrong', async () => {
    await publish({ everySeconds: 5 });
    await put('a.csv', 'a');
    await fetch(sim.faultsUrl, { method: 'PUT', body: '{"cutSession":1}' });
    const doors = await process();
    const next = await pickupPass(doors, workers[0]);
    expect(next).toBe(now + 5 * SECOND);
    expect((await state())?.problem).toContain('lost');
    await fetch(sim.faultsUrl, { method: 'PUT', body: '{}' });
    now += 5 * SECOND;
    await pickupPass(doors, workers[0]);
    expect([(await messages()).length, (await state())?.problem]).toEqual([1, undefined]);
  });

  it('stops while the flow is paused, and for ever when it is deleted', async () => {
    await publish();
    const doors = await process();
    await put('a.csv', 'a');
    await pauseFlow(store.db, { flowId: flow.id, ingress: 'accept', by: 'ann' });
    expect(await look(doors)).toBeUndefined();
    expect(await messages()).toEqual([]);
    await resumeFlow(store.db, flow.id);
    await look(doors);
    expect(await messages()).toHaveLength(1);
    await deleteFlow(store.db, flow.id);
    expect(await look(doors)).toBeUndefined();
    expect(await listWatches(store.db)).toEqual([]);
  });

  it('of a version published anew goes on with what it has seen, unless it is another folder', async () => {
    await publish({ after: 'leave' });
    const doors = await process();
    await put('a.csv', 'a');
    await look(doors);
    await publish({ after: 'leave', everySeconds: 30 });
    await look(doors);
    expect((await store.sql`select 1 from watched_files`).length).toBe(1);
    await publish({ after: 'leave', folder: 'supplier' });
    expect((await store.sql`select 1 from watched_files`).length).toBe(0);
    expect(await messages()).toHaveLength(1);
  });
});
