import { createHash, randomBytes } from 'node:crypto';
import { FTP_CREDENTIALS, ftpSimulator } from '@lockstep/nodes/simulators';
import type { ResolvedConnection } from '@lockstep/schema/node';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createOpenSocket } from '../egress/index.ts';
import { failureOf } from '../egress/testing.ts';
import { createFtp } from './index.ts';
import { FTP_PEER, ftpPeer } from './testing.ts';

let sim: Awaited<ReturnType<typeof ftpSimulator>>;
let peer: Awaited<ReturnType<typeof ftpPeer>> | undefined;
beforeAll(async () => {
  sim = await ftpSimulator({ clock: () => Date.UTC(2026, 10, 27, 9) });
  if (FTP_PEER) peer = await ftpPeer();
});
afterAll(() => Promise.all([sim?.close(), peer?.close()]));
const faults = (body: object) => fetch(sim.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
afterEach(() => faults({}));

const state = async () =>
  (await (await fetch(sim.stateUrl)).json()) as { sessions: number; sessionsOpened: number; files: { path: string }[] };
const connectionWith = (settings: Readonly<Record<string, string>> = {}): ResolvedConnection => {
  return { id: 'partner', system: 'ftp', baseUrl: sim.baseUrl, settings: { ...FTP_CREDENTIALS, ...settings } };
};
const plain = (): ResolvedConnection => {
  return { ...connectionWith({ encryption: 'none' }), baseUrl: sim.baseUrl.replace('ftps:', 'ftp:') };
};
function client(options: Partial<Parameters<typeof createFtp>[0]> = {}) {
  const files = createFtp({ openSocket: createOpenSocket(), ...options });
  onTestFinished(() => files.close());
  return files;
}
const hash = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');

const SERVERS = [
  ['the simulator, by TLS', {}, connectionWith],
  ['the simulator, plain', {}, plain],
  ['a server from before MLST', { isOld: true }, connectionWith],
  ['vsftpd, by TLS', undefined, () => peer?.connection('ftps')],
  ['vsftpd, plain', undefined, () => peer?.connection('ftp')],
] as const;

describe.each(SERVERS)('files of %s', (_, fault, connectionOf) => {
  it.skipIf(fault === undefined && !FTP_PEER)('are written, read in parts, listed, renamed and removed', async () => {
    if (fault) await faults(fault);
    const [files, connection] = [client(), connectionOf() as ResolvedConnection];
    const root = `${fault ? '/out' : '/files'}/${randomBytes(4).toString('hex')}`;
    // vsftpd 3.0.3 ends a session in which an empty file came by TLS 1.3.
    const small = Buffer.alloc(fault ? 0 : 1);
    const bytes = randomBytes(2_700_000);
    const at = { offset: 300_001, length: 900_000 };
    expect(await failureOf(files.write(connection, `${root}/a b/a.tmp`, bytes))).toMatchObject({
      code: 'file-missing',
    });
    await files.makeFolder(connection, `${root}/a b`);
    await files.makeFolder(connection, `${root}/a b`);
    await files.write(connection, `${root}/a b/a.tmp`, bytes);
    await files.write(connection, `${root}/a b/small`, small);
    await files.rename(connection, { from: `${root}/a b/a.tmp`, to: `${root}/a b/a.bin` });
    const listed = await files.list(connection, `${root}/a b`);
    expect(listed.map(({ name, size, isFolder }) => [name, size, isFolder]).sort()).toEqual([
      ['a.bin', 2_700_000, false],
      ['small', small.length, false],
    ]);
    const stat = await files.stat(connection, `${root}/a b/a.bin`);
    expect(listed).toContainEqual(stat);
    expect(stat?.modifiedAt).toBeGreaterThan(Date.UTC(2026, 0, 1));
    expect(await files.list(connection, root)).toMatchObject([{ name: 'a b', isFolder: true }]);
    const first = await files.read(connection, `${root}/a b/a.bin`, { offset: 0, length: 300_001 });
    const next = await files.read(connection, `${root}/a b/a.bin`, at);
    const rest = await files.read(connection, `${root}/a b/a.bin`, { offset: 1_200_001, length: 9_000_000 });
    expect([first.size, first.bytes.length, next.bytes.length, rest.bytes.length]).toEqual([
      2_700_000, 300_001, 900_000, 1_499_999,
    ]);
    expect(hash(Buffer.concat([first.bytes, next.bytes, rest.bytes]))).toBe(hash(bytes));

    const way = { from: `${root}/a b/small`, to: `${root}/a b/a.bin` };
    expect(await failureOf(files.rename(connection, way))).toMatchObject({ kind: 'refused', code: 'ftp-refused' });
    await files.rename(connection, { ...way, replace: true });
    expect(await files.stat(connection, `${root}/a b/a.bin`)).toMatchObject({ size: small.length });
    await files.remove(connection, `${root}/a b/a.bin`);
    await files.remove(connection, `${root}/a b/a.bin`);
    expect(await files.stat(connection, `${root}/a b/a.bin`)).toBeUndefined();
    const gone = files.read(connection, `${root}/a b/a.bin`, { offset: 0, length: 1 });
    expect(await failureOf(gone)).toMatchObject({ kind: 'refused', code: 'file-missing' });
    expect(await failureOf(files.list(connection, `${root}/none`))).toMatchObject({ code: 'file-missing' });
    const lost = files.rename(connection, { from: `${root}/none`, to: `${root}/a b/none` });
    expect(await failureOf(lost)).toMatchObject({ code: 'file-missing' });
  });
});

describe('a session', () => {
  it('does one thing at a time, rests, and ends when nobody uses it', async () => {
    const before = (await state()).sessionsOpened;
    const [files, connection] = [client({ idleMs: 40 }), connectionWith()];
    await files.list(connection, '/out');
    await files.list(connection, '/out');
    expect((await state()).sessionsOpened - before).toBe(1);
    await Promise.all(Array.from({ length: 3 }, () => files.list(connection, '/in')));
    expect((await state()).sessionsOpened - before).toBe(3);
    await expect.poll(async () => (await state()).sessions, { interval: 20 }).toBe(0);
  });

  it('that the server ended while it rested is noticed before the next call', async () => {
    const [files, connection] = [client(), connectionWith()];
    await files.list(connection, '/out');
    await fetch(new URL('/_sim/sessions', sim.stateUrl), { method: 'DELETE' });
    await expect.poll(async () => (await state()).sessions, { interval: 10 }).toBe(0);
    await files.write(connection, '/out/later', Buffer.from('x'));
    expect(await files.stat(connection, '/out/later')).toMatchObject({ size: 1 });
  });

  it('that is cut loses what was under way, and the next call opens another', async () => {
    const [files, connection] = [client(), connectionWith()];
    await files.list(connection, '/out');
    await faults({ cutSession: 1 });
    const write = files.write(connection, '/out/cut', Buffer.from('x'));
    expect(await failureOf(write)).toMatchObject({ kind: 'transient', code: 'connection-lost', outcomeUnknown: true });
    await faults({});
    expect(await files.list(connection, '/out')).toBeInstanceOf(Array);
  });

  it('that is cut behind a change leaves its outcome unknown', async () => {
    const [files, connection] = [client(), connectionWith()];
    await files.write(connection, '/out/before', Buffer.from('x'));
    await faults({ commitThenDrop: 1 });
    const way = { from: '/out/before', to: '/out/after' };
    expect(await failureOf(files.rename(connection, way))).toMatchObject({ outcomeUnknown: true });
    await faults({});
    expect(await files.stat(connection, '/out/after')).toMatchObject({ size: 1 });
  });

  it('that is slow, crowded, full or asleep is told apart', async () => {
    const files = client({ timeoutMs: 200 });
    await files.stat(connectionWith(), '/out/x');
    await faults({ latencyMs: 5_000 });
    expect(await failureOf(files.list(connectionWith(), '/out'))).toMatchObject({
      kind: 'transient',
      code: 'files-timeout',
    });
    await faults({ sessionCap: 0 });
    expect(await failureOf(client().list(connectionWith(), '/'))).toMatchObject({
      kind: 'transient',
      category: 'rate',
      code: 'ftp-busy',
    });
    await faults({ diskFull: true });
    expect(await failureOf(client().write(connectionWith(), '/out/full', Buffer.from('x')))).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('No space left'),
    });
    const asleep = { ...connectionWith(), baseUrl: 'ftps://127.0.0.1:9' };
    expect(await failureOf(client().list(asleep, '/'))).toMatchObject({ kind: 'transient', code: 'connect-failed' });
  });
});

describe('signing in', () => {
  it.each([
    [{ password: 'wr0ng-wr0ng' }, 'refused', 'ftp-auth'],
    [{ username: '' }, 'flow', 'ftp-auth'],
    [{ certificate: '' }, 'flow', 'certificate-wrong'],
    [{ certificate: '3B:35' }, 'flow', 'certificate-wrong'],
  ])('is refused with %j', async (settings, kind, code) => {
    expect(await failureOf(client().list(connectionWith(settings), '/'))).toMatchObject({ kind, code });
  });

  it('tells nothing to a server that shows another certificate, and says which it shows', async () => {
    const failure = await failureOf(client().list(connectionWith({ certificate: 'AA:BB' }), '/'));
    expect(failure.message).toContain(FTP_CREDENTIALS.certificate);
    const both = connectionWith({ certificate: `AA:BB\nsha256:${FTP_CREDENTIALS.certificate.toLowerCase()}` });
    expect(await client().list(both, '/')).toBeInstanceOf(Array);
  });

  it('unencrypted has to be chosen, and is what the server must take', async () => {
    const unsaid = { ...connectionWith(), baseUrl: sim.baseUrl.replace('ftps:', 'ftp:') };
    expect(await failureOf(client().list(unsaid, '/'))).toMatchObject({ kind: 'flow', code: 'ftp-plain' });
    await faults({ needsTls: true });
    expect(await failureOf(client().list(plain(), '/'))).toMatchObject({ kind: 'refused', code: 'ftp-auth' });
  });
});

describe('the data connection', () => {
  it('leads to the server we speak to, whatever address it names', async () => {
    await faults({ passiveHost: '10.0.0.7' });
    const seen: string[] = [];
    const open = createOpenSocket();
    const openSocket: typeof open = (target) => {
      seen.push(target.host);
      return open(target);
    };
    expect(await client({ openSocket }).list(connectionWith(), '/')).toBeInstanceOf(Array);
    expect(new Set(seen)).toEqual(new Set(['127.0.0.1']));
  });

  it('and the session reach no address that is not allowed', async () => {
    const openSocket = createOpenSocket({ deny: ['127.0.0.0/8'] });
    expect(await failureOf(client({ openSocket }).list(connectionWith(), '/'))).toMatchObject({
      kind: 'flow',
      code: 'egress-blocked',
    });
    let sockets = 0;
    const open = createOpenSocket();
    const onlyControl: typeof open = (target) => (sockets++ === 0 ? open(target) : openSocket(target));
    expect(await failureOf(client({ openSocket: onlyControl }).list(connectionWith(), '/'))).toMatchObject({
      kind: 'flow',
      code: 'egress-blocked',
    });
    const noAddress = { ...connectionWith(), baseUrl: 'http://127.0.0.1:1' };
    expect(await failureOf(client().list(noAddress, '/'))).toMatchObject({ kind: 'flow', code: 'ftp-address' });
  });
});
