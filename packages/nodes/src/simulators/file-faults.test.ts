import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FTP_CREDENTIALS, ftpSimulator } from '../connectors/ftp/simulator/ftp-simulator.ts';
import { SFTP_CREDENTIALS, sftpSimulator } from '../connectors/sftp/simulator/sftp-simulator.ts';
import { CONTENT, HALF, READS, WRITES } from './file-faults.testing.ts';
import { type FileProbe, ftpProbe, sftpProbe } from './file-probes.testing.ts';
import { createEstateClock, type EstateClock } from './kit/estate-clock.ts';
import type { Simulator } from './kit/simulator.ts';

interface World {
  readonly sim: Simulator;
  readonly clock: EstateClock;
  readonly probe: FileProbe;
  readonly credentials: Readonly<Record<string, string>>;
  readonly folder: string;
}
const SERVERS = {
  sftp: async (clock: EstateClock) => ({
    sim: await sftpSimulator({ clock }),
    probe: sftpProbe,
    credentials: SFTP_CREDENTIALS,
    folder: '/exports',
  }),
  ftp: async (clock: EstateClock) => ({
    sim: await ftpSimulator({ clock }),
    probe: ftpProbe,
    credentials: FTP_CREDENTIALS,
    folder: '/in',
  }),
} as const;

describe.each(Object.keys(SERVERS) as (keyof typeof SERVERS)[])('files over %s', (system) => {
  let world: World;
  beforeAll(async () => {
    const clock = createEstateClock(Date.now, Date.UTC(2026, 10, 1));
    world = { clock, ...(await SERVERS[system](clock)) };
  });
  afterAll(() => world?.sim.close());

  const tell = (faults: object) => fetch(world.sim.faultsUrl, { method: 'PUT', body: JSON.stringify(faults) });
  const put = (path: string) =>
    fetch(world.sim.stateUrl.replace('state', 'files'), {
      method: 'PUT',
      body: JSON.stringify({ path, content: CONTENT }),
    });
  const server = () => ({ baseUrl: world.sim.baseUrl, credentials: world.credentials });
  const sizeOf = async (path: string) => {
    const { files } = (await (await fetch(world.sim.stateUrl)).json()) as { files: { path: string; size: number }[] };
    return files.find((file) => file.path === path)?.size;
  };

  it.each(Object.entries(READS))(
    '%s: a read sees it, and is well again afterwards',
    async (_, { faults, timed, isSeen }) => {
      const path = `${world.folder}/orders.x12`;
      expect((await put(path)).status).toBe(201);
      await tell(faults);
      expect(isSeen(await world.probe.read(server(), path))).toBe(true);
      await tell({});
      const after = await world.probe.read(server(), path);
      expect(after.content).toBe(CONTENT);
      if (!timed) expect(isSeen(after)).toBe(false);
    },
  );

  it.each(Object.entries(WRITES))('%s: a write sees it', async (name, { faults, isDone, isSeen }) => {
    const path = `${world.folder}/${name.replaceAll(/\W/g, '-')}`;
    await tell(faults);
    expect(isSeen(await world.probe.write(server(), path, CONTENT))).toBe(true);
    expect((await sizeOf(path)) === CONTENT.length).toBe(isDone === true);
    await tell({});
    expect(await world.probe.write(server(), path, CONTENT)).toMatchObject({ content: '' });
    expect(await sizeOf(path)).toBe(CONTENT.length);
  });
});

it('a file over FTP lies there half written, under its final name, and is whole a moment later', async () => {
  const clock = createEstateClock(Date.now, Date.UTC(2026, 10, 1));
  const sim = await ftpSimulator({ clock });
  const server = { baseUrl: sim.baseUrl, credentials: FTP_CREDENTIALS };
  await fetch(sim.faultsUrl, { method: 'PUT', body: '{"partialFile":1}' });
  await fetch(sim.stateUrl.replace('state', 'files'), {
    method: 'PUT',
    body: JSON.stringify({ path: '/in/a.x12', content: CONTENT }),
  });
  expect(await ftpProbe.read(server, '/in/a.x12')).toMatchObject({ content: HALF });
  await clock.change({ advanceMs: 2_000 });
  expect(await ftpProbe.read(server, '/in/a.x12')).toMatchObject({ content: CONTENT });
  await sim.close();
});
