import { randomUUID } from 'node:crypto';
import { FTP_CREDENTIALS, ftpSimulator, SFTP_CREDENTIALS, sftpSimulator } from '@lockstep/nodes/simulators';
import { documentHash } from '@lockstep/schema/graph';
import type { ResolvedConnection } from '@lockstep/schema/node';
import { expect, it, onTestFinished } from 'vitest';
import { createOpenSocket } from '../../egress/index.ts';
import { createFtp } from '../../ftp/index.ts';
import { createSftp } from '../../sftp/index.ts';
import { createFlow, publishVersion } from '../../store/flows.ts';
import { listWatches } from '../../store/pickups/watches.ts';
import { createTestStore } from '../../store/testing.ts';
import { createHost } from '../host/index.ts';
import { scriptedExecutor, testFlow } from '../host/testing.ts';
import type { WatchParams } from './decide.ts';
import { pickupPass } from './pickups.ts';

/** What goes wrong while a file is looked for, read and put away. */
const WEATHER: Readonly<Record<string, object>> = {
  refused: { refuseConnection: 1 },
  asleep: { status: 503 },
  crowded: { sessionCap: 0 },
  'cut-before': { cutSession: 1 },
  'cut-now-and-then': { cutSession: 0.2 },
  'cut-in-the-file': { cutBody: 1 },
  'half-a-file': { truncate: 1 },
  trickles: { slowBodyMs: 80 },
  late: { latencyMs: 5 },
  'answer-lost': { commitThenDrop: 1 },
};
const CONTENT = 'ISA*00*          *00*'.repeat(40);
const loaded = testFlow(['hook > a:pure']);
const { flow } = loaded;

const SYSTEMS = {
  sftp: async () => ({
    sim: await sftpSimulator({ seed: 'weather' }),
    client: () => createSftp({ openSocket: createOpenSocket() }),
    settings: SFTP_CREDENTIALS,
    folder: 'exports',
  }),
  ftp: async () => ({
    sim: await ftpSimulator({ seed: 'weather' }),
    client: () => createFtp({ openSocket: createOpenSocket() }),
    settings: FTP_CREDENTIALS,
    folder: 'in',
  }),
} as const;

it.each(['sftp', 'ftp'] as const)(
  'a file over %s begins one run with all of it, whatever the weather was when it came',
  async (system) => {
    const [{ sim, client, settings, folder }, store] = await Promise.all([SYSTEMS[system](), createTestStore()]);
    let files = client();
    const connection: ResolvedConnection = { id: 'partner', system, baseUrl: sim.baseUrl, settings };
    const host = await createHost({ store, executor: scriptedExecutor(), loadSnapshot: async () => loaded });
    onTestFinished(async () => {
      await host.close();
      await files.close();
      await Promise.all([sim.close(), store.drop()]);
    });
    const watch: WatchParams = {
      ...{ connection: 'partner', folder, names: '*', finished: 'renamed', marker: '.done', everySeconds: 60 },
      ...{ after: 'archive', archive: `${folder}/done`, contentKb: 64, encoding: 'utf-8' },
    };
    await createFlow(store.db, { flow, hash: 'h' });
    await publishVersion(store.db, {
      ...{ flow, snapshotId: documentHash(flow), hash: 'h', basedOn: 0, note: '', by: 'ann' },
      ...{ hooks: [], calls: [], consumers: [], schedules: [], watches: [{ node: 'hook', watch }] },
    });
    let now = Date.now() + 1_000;
    const worker = randomUUID();
    const look = async () => {
      const doors = { db: store.db, host, files, connections: async () => connection, now: () => now };
      await pickupPass({ ...doors, log: { warn: () => undefined } }, worker);
      now += 60_000;
    };
    const tell = (faults: object) => fetch(sim.faultsUrl, { method: 'PUT', body: JSON.stringify(faults) });
    const put = (name: string) =>
      fetch(sim.stateUrl.replace('state', 'files'), {
        method: 'PUT',
        body: JSON.stringify({ path: `/${folder}/${name}`, content: `${name} ${CONTENT}` }),
      });
    const problems = new Map<string, string | undefined>();

    for (const [name, faults] of Object.entries(WEATHER)) {
      // Nobody is signed in yet: a session that is open already would not be refused.
      await files.close();
      files = client();
      expect((await put(name)).status).toBe(201);
      await tell(faults);
      await look();
      problems.set(name, (await listWatches(store.db))[0]?.problem);
      await tell({});
      await look();
      await look();
    }
    const begun = await store.sql<{ value: { name: string; content: string } }[]>`
      select event->'output'->'value' as value from run_events where seq = 1`;
    expect(begun.map(({ value }) => value.content).sort()).toEqual(
      Object.keys(WEATHER)
        .map((name) => `${name} ${CONTENT}`)
        .sort(),
    );
    const left = (await files.list(connection, `/${folder}`)).filter(({ isFolder }) => !isFolder);
    expect(left).toEqual([]);
    // What kept a look from its end is said.
    const broken = ['refused', 'asleep', 'crowded', 'cut-before', 'cut-in-the-file'];
    expect(broken.filter((name) => problems.get(name) === undefined)).toEqual([]);
  },
  60_000,
);
