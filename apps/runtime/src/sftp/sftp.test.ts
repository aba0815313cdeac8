import { createHash, randomBytes } from 'node:crypto';
import { SFTP_CREDENTIALS, SFTP_KEY, sftpSimulator } from '@lockstep/nodes/simulators';
import type { ResolvedConnection } from '@lockstep/schema/node';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createOpenSocket } from '../egress/index.ts';
import { failureOf } from '../egress/testing.ts';
import { createSftp } from './index.ts';

let sim: Awaited<ReturnType<typeof sftpSimulator>>;
beforeAll(async () => {
  sim = await sftpSimulator({ clock: () => Date.UTC(2026, 10, 27, 9) });
});
afterAll(() => sim?.close());
const faults = (body: object) => fetch(sim.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
afterEach(() => faults({}));

const state = async () =>
  (await (await fetch(sim.stateUrl)).json()) as { sessions: number; sessionsOpened: number; files: { path: string }[] };
const connectionWith = (settings: Readonly<Record<string, string>> = {}): ResolvedConnection => {
  return { id: 'partner', system: 'sftp', baseUrl: sim.baseUrl, settings: { ...SFTP_CREDENTIALS, ...settings } };
};
function client(options: Partial<Parameters<typeof createSftp>[0]> = {}) {
  const files = createSftp({ openSocket: createOpenSocket(), ...options });
  onTestFinished(() => files.close());
  return files;
}

describe('files of another machine', () => {
  it('are written, read in parts, listed, renamed and removed', async () => {
    const [files, connection] = [client(), connectionWith()];
    const bytes = randomBytes(700_000);
    await files.makeFolder(connection, '/exports/2026/11');
    await files.makeFolder(connection, '/exports/2026/11');
    await files.write(connection, '/exports/2026/11/a.tmp', bytes);
    await files.rename(connection, { from: '/exports/2026/11/a.tmp', to: '/exports/2026/11/a.bin' });
    const modifiedAt = Date.UTC(2026, 10, 27, 9);
    expect(await files.list(connection, '/exports/2026/11')).toEqual([
      { name: 'a.bin', isFolder: false, size: 700_000, modifiedAt },
    ]);
    expect(await files.list(connection, '/exports/2026')).toMatchObject([{ name: '11', isFolder: true }]);
    const first = await files.read(connection, '/exports/2026/11/a.bin', { offset: 0, length: 300_001 });
    const rest = await files.read(connection, '/exports/2026/11/a.bin', { offset: 300_001, length: 900_000 });
    expect([first.size, first.bytes.length, rest.bytes.length]).toEqual([700_000, 300_001, 399_999]);
    const hash = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
    expect(hash(Buffer.concat([first.bytes, rest.bytes]))).toBe(hash(bytes));
    await files.remove(connection, '/exports/2026/11/a.bin');
    await files.remove(connection, '/exports/2026/11/a.bin');
    expect(await files.stat(connection, '/exports/2026/11/a.bin')).toBeUndefined();
  });

  it('are renamed over another one only when that is wanted', async () => {
    const [files, connection] = [client(), connectionWith()];
    await files.write(connection, '/exports/one', Buffer.from('1'));
    await files.write(connection, '/exports/two', Buffer.from('22'));
    const way = { from: '/exports/one', to: '/exports/two' };
    expect(await failureOf(files.rename(connection, way))).toMatchObject({ kind: 'refused', code: 'sftp-refused' });
    await files.rename(connection, { ...way, replace: true });
    expect((await files.read(connection, '/exports/two', { offset: 0, length: 9 })).bytes.toString()).toBe('1');
    expect(await files.stat(connection, '/exports/one')).toBeUndefined();
  });

  it('that are missing are told from servers that say no', async () => {
    const [files, connection] = [client(), connectionWith()];
    const read = files.read(connection, '/exports/none', { offset: 0, length: 1 });
    expect(await failureOf(read)).toMatchObject({ kind: 'refused', code: 'file-missing' });
    expect(await failureOf(files.list(connection, '/nowhere'))).toMatchObject({ code: 'file-missing' });
    await faults({ diskFull: true });
    expect(await failureOf(files.write(connection, '/exports/full', Buffer.from('x')))).toMatchObject({
      kind: 'refused',
      code: 'sftp-refused',
      message: expect.stringContaining('No space left'),
    });
  });
});

describe('a session', () => {
  it('is shared by all calls of a connection, and ends when nobody uses it', async () => {
    const before = (await state()).sessionsOpened;
    const [files, connection] = [client({ idleMs: 40 }), connectionWith()];
    await Promise.all(Array.from({ length: 12 }, () => files.list(connection, '/exports')));
    expect((await state()).sessionsOpened - before).toBe(1);
    await expect.poll(async () => (await state()).sessions, { interval: 20 }).toBe(0);
    await files.list(connection, '/exports');
    expect((await state()).sessionsOpened - before).toBe(2);
  });

  it('that is cut loses what was under way, and the next call opens another', async () => {
    const [files, connection] = [client(), connectionWith()];
    await files.list(connection, '/exports');
    await faults({ cutSession: 1 });
    const write = files.write(connection, '/exports/cut', Buffer.from('x'));
    expect(await failureOf(write)).toMatchObject({ kind: 'transient', code: 'connection-lost', outcomeUnknown: true });
    await faults({});
    expect(await files.list(connection, '/exports')).toBeInstanceOf(Array);
  });

  it('that is cut behind a change leaves its outcome unknown', async () => {
    const [files, connection] = [client(), connectionWith()];
    await files.write(connection, '/exports/before', Buffer.from('x'));
    await faults({ commitThenDrop: 1 });
    const way = { from: '/exports/before', to: '/exports/after' };
    expect(await failureOf(files.rename(connection, way))).toMatchObject({ outcomeUnknown: true });
    await faults({});
    expect(await files.stat(connection, '/exports/after')).toMatchObject({ size: 1 });
  });

  it('that is slow is not waited for without end', async () => {
    const [files, connection] = [client({ timeoutMs: 150, signInMs: 20_000 }), connectionWith()];
    await files.stat(connection, '/');
    await faults({ latencyMs: 5_000 });
    expect(await failureOf(files.list(connection, '/exports'))).toMatchObject({
      kind: 'transient',
      code: 'files-timeout',
    });
  });

  it('the server has no room for, and a server that sleeps, pass by themselves', async () => {
    await faults({ sessionCap: 0 });
    const capped = await failureOf(client().list(connectionWith(), '/'));
    expect(capped).toMatchObject({ kind: 'transient', code: 'connect-failed' });
    const asleep = { ...connectionWith(), baseUrl: 'sftp://127.0.0.1:9' };
    expect(await failureOf(client().list(asleep, '/'))).toMatchObject({ kind: 'transient', code: 'connect-failed' });
  });
});

describe('signing in', () => {
  it('takes the password, or the private key', async () => {
    expect(await client().list(connectionWith(), '/')).toContainEqual(expect.objectContaining({ name: 'supplier' }));
    const byKey = connectionWith({ password: '', privateKey: SFTP_KEY });
    expect(await client().list(byKey, '/')).toContainEqual(expect.objectContaining({ name: 'supplier' }));
  });

  it.each([
    [{ password: 'wr0ng-wr0ng' }, 'refused', 'sftp-auth'],
    [{ username: 'nobody' }, 'refused', 'sftp-auth'],
    [{ password: '' }, 'flow', 'sftp-auth'],
    [{ password: '', privateKey: 'no key' }, 'flow', 'sftp-key-unreadable'],
  ])('is refused with %j', async (settings, kind, code) => {
    expect(await failureOf(client().list(connectionWith(settings), '/'))).toMatchObject({ kind, code });
  });

  it('tells nothing to a server that shows another key than the pinned one, and says which it shows', async () => {
    const other = 'SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
    const failure = await failureOf(client().list(connectionWith({ hostKey: other }), '/'));
    expect(failure).toMatchObject({ kind: 'flow', code: 'host-key-wrong' });
    expect(failure.message).toContain(SFTP_CREDENTIALS.hostKey);
    const unpinned = await failureOf(client().list(connectionWith({ hostKey: '' }), '/'));
    expect(unpinned.message).toContain('Compare it with what the partner tells you');
    const both = connectionWith({ hostKey: `${other}\n${SFTP_CREDENTIALS.hostKey}` });
    expect(await client().list(both, '/')).toBeInstanceOf(Array);
  });

  it('reaches no address that is not allowed', async () => {
    const openSocket = createOpenSocket({ deny: ['127.0.0.0/8'] });
    expect(await failureOf(client({ openSocket }).list(connectionWith(), '/'))).toMatchObject({
      code: 'egress-blocked',
    });
    const named = createOpenSocket({
      deny: ['127.0.0.0/8'],
      resolve: (_, __, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
    });
    const byName = { ...connectionWith(), baseUrl: 'sftp://files.partner.example:2222' };
    expect(await failureOf(client({ openSocket: named }).list(byName, '/'))).toMatchObject({ code: 'egress-blocked' });
    const noAddress = { ...connectionWith(), baseUrl: 'http://127.0.0.1:1' };
    expect(await failureOf(client().list(noAddress, '/'))).toMatchObject({ kind: 'flow', code: 'sftp-address' });
  });
});
