import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { getDraft, listExceptions, startRun } from '@lockstep/schema/api';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../main/testing.ts';
import { nodeVersion } from './doctor.ts';
import { runCommand } from './program.ts';

const CLI = fileURLToPath(new URL('lockstep.ts', import.meta.url));

let world: TestRuntime;
let folder = '';
beforeAll(async () => {
  [world, folder] = await Promise.all([startTestRuntime(), mkdtemp(join(tmpdir(), 'lockstep-house-'))]);
});
afterAll(async () => {
  await world?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function lockstep(args: readonly string[], env: Record<string, string> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCommand(args, {
    env: { LOCKSTEP_URL: world.runtime.url, ...env },
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    readStdin: async () => '',
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

it('lists, retries and discards exceptions, and says which were refused', async () => {
  await world.publish(flowOf('failing', [node('in', 'manual'), node('stop', 'fail', { message: 'No.', code: 'no' })]));
  const none = await lockstep(['dlq', 'ls']);
  expect(none).toEqual({ code: 0, out: 'Nothing needs a person.', err: '' });
  const begin = () => world.call(startRun, { params: { flowId: 'failing' }, body: { message: {}, by: 'test' } });
  await Promise.all([begin(), begin()]);
  const open = async () => {
    const answer = await world.call(listExceptions, { query: { status: 'open' } });
    return answer.ok ? answer.value.exceptions.map(({ id }) => id) : [];
  };
  await vi.waitFor(async () => expect(await open()).toHaveLength(2), 10_000);
  const [first = '', second = ''] = await open();
  const listed = await lockstep(['exceptions', 'list', '--flow', 'failing']);
  expect(listed.out.split('\n')).toHaveLength(3);
  expect(listed.out).toMatch(new RegExp(`${first} +failing +stop +- +no +\\S+ +No\\.`));

  const given = await lockstep(['dlq', 'discard', first, '--reason', 'Not wanted any more', '--by', 'Ann']);
  expect([given.code, given.out]).toEqual([0, expect.stringMatching(`^${first} is discarded: run `)]);
  const again = await lockstep(['dlq', 'retry', first, second]);
  expect([again.code, again.err]).toEqual([1, '1 of 2 were refused.']);
  expect(again.out).toMatch(new RegExp(`${first}: .*\\(exception-settled\\)\n${second} is tried again: run `));
  expect((await lockstep(['dlq', 'retry'])).code).toBe(2);
  expect((await lockstep(['dlq', 'discard', second])).err).toContain("required option '--reason <text>'");
  expect(JSON.parse((await lockstep(['dlq', 'ls', '--status', 'discarded', '--json'])).out).exceptions).toEqual([
    expect.objectContaining({ id: first, note: 'Not wanted any more', owner: 'Ann' }),
  ]);
});

it('tells what is wrong with the environment, and prints it without its secrets', async () => {
  expect(await lockstep(['config', 'check'])).toMatchObject({ code: 0, out: 'The environment is good.' });
  const wrong = await lockstep(['config', 'check'], { LOCKSTEP_PORT: 'x', LOCKSTEP_DEMO: 'yes' });
  expect([wrong.code, wrong.err]).toEqual([78, expect.stringMatching(/LOCKSTEP_PORT[\s\S]*LOCKSTEP_DEMO/)]);
  const env = { DATABASE_URL: 'postgres://ann:pass@db.test/lockstep', LOCKSTEP_PORT: '4800' };
  const printed = (await lockstep(['config', 'print', '--redact'], env)).out;
  expect(printed).toMatch(/LOCKSTEP_PORT +4800 +environment/);
  expect(printed).toMatch(/LOCKSTEP_HOST +127\.0\.0\.1 +default/);
  expect(printed).toMatch(/DATABASE_URL +\(secret\) +environment/);
  expect((await lockstep(['config', 'print', '--reveal', '--json'], env)).out).toContain('ann:pass@db.test');
});

it('finds what stands in the way of a start', async () => {
  expect(nodeVersion('20.11.0').verdict).toBe('fail');
  const well = await lockstep(['doctor'], { DATABASE_URL: world.store.databaseUrl, LOCKSTEP_PORT: '0' });
  expect(well).toMatchObject({ code: 0, err: '' });
  expect(well.out).toMatch(/ok +runtime +http\S+ is ready\.\n[\s\S]*ok +database +PostgreSQL[\s\S]*ok +migrations +/);

  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const port = String((taken.address() as { port: number }).port);
  taken.close();
  const nobody = `http://127.0.0.1:${port}`;
  const other = createServer((socket) => socket.end()).listen(Number(port), '127.0.0.1');
  await once(other, 'listening');
  const ill = await lockstep(['doctor', '--url', nobody, '--json'], {
    DATABASE_URL: world.store.databaseUrl.replace(/\/[^/?]+(\?|$)/, '/not_there$1'),
    LOCKSTEP_PORT: port,
  });
  other.close();
  const failed = JSON.parse(ill.out).findings.filter(({ verdict }: { verdict: string }) => verdict === 'fail');
  expect([ill.code, failed.map(({ what }: { what: string }) => what)]).toEqual([1, ['port', 'database']]);
});

it('completes commands and options in bash', async () => {
  const script = (await lockstep(['completion', 'bash'])).out;
  const complete = (...words: string[]) => {
    const typed = words.map((word) => `'${word}'`).join(' ');
    const ask = `COMP_WORDS=(lockstep ${typed}); COMP_CWORD=${words.length}; _lockstep; echo "\${COMPREPLY[*]}"`;
    return execFileSync('bash', ['-c', `${script}\n${ask}`], { encoding: 'utf8' }).trim();
  };
  expect(complete('pub')).toBe('publish');
  expect(complete('dlq', 'dis')).toBe('discard');
  expect(complete('publish', 'order-to-erp', '--no')).toBe('--note');
  expect(complete('tables', 'import', '--go', 'words', '--rep')).toBe('--replace');
  expect((await lockstep(['completion', 'fish'])).out).toContain(
    "complete -c lockstep -n '__fish_seen_subcommand_from dlq; and __fish_seen_subcommand_from retry' -l flow",
  );
  expect(await lockstep(['completion', 'tcsh'])).toMatchObject({ code: 2 });
});

it('begins a folder of flows whose test passes, and serves it with drafts that follow the files', async () => {
  const place = join(folder, 'shop');
  expect(await lockstep(['init', place])).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(await readFile(join(place, '.vscode/settings.json'), 'utf8'))['json.schemas']).toEqual([
    { fileMatch: ['/flows/*/flow.json'], url: './flows/flow.schema.json' },
  ]);
  expect(await lockstep(['init', place])).toMatchObject({ code: 1, err: expect.stringContaining('there already') });
  const flows = join(place, 'flows');
  expect(await lockstep(['check', flows])).toMatchObject({ code: 0 });
  expect(await lockstep(['test', flows])).toMatchObject({ code: 0 });

  const child = spawn(process.execPath, [CLI, 'dev', flows, '--port', '0', '--json'], {
    env: { PATH: process.env.PATH, DATABASE_URL: world.store.databaseUrl, LOCKSTEP_DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    const errors: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
    const nameOf = async () => {
      const draft = await world.call(getDraft, { params: { flowId: 'first-flow' } });
      return draft.ok ? draft.value.flow.name : undefined;
    };
    await vi.waitFor(() => expect(errors).toContain(`Following ${flows}.`), 20_000);
    expect(await nameOf()).toBe('First flow');
    const file = join(flows, 'first-flow', 'flow.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"First flow"', ''));
    await vi.waitFor(() => expect(errors.join('\n')).toContain('flow.json:'), 10_000);
    await writeFile(file, text.replace('First flow', 'Renamed by an editor'));
    await vi.waitFor(async () => expect(await nameOf()).toBe('Renamed by an editor'), 10_000);
  } finally {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
  }
}, 60_000);
