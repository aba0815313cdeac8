import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Flow } from '@lockstep/schema/graph';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../main/testing.ts';
import { runCommand } from './program.ts';

let world: TestRuntime;
let folder = '';
beforeAll(async () => {
  [world, folder] = await Promise.all([startTestRuntime(), mkdtemp(join(tmpdir(), 'lockstep-cli-'))]);
  for (const id of ['old-stock', 'new-stock']) await world.publish(serving(id));
});
afterAll(async () => {
  await world?.stop();
  await rm(folder, { recursive: true, force: true });
});

const serving = (id: string): Flow => ({
  ...flowOf(id, [node('in', 'callable', { capability: 'query-availability' }), node('give', 'return')]),
  settings: { layer: 'system' },
});

async function lockstep(...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    env: { LOCKSTEP_URL: world.runtime.url },
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    readStdin: async () => '',
  };
  const code = await runCommand(['capabilities', ...args], io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}
const bind = (...args: readonly string[]) => lockstep('bind', 'query-availability', ...args);

it('lists what serves what, and changes a binding piece by piece', async () => {
  expect((await lockstep('list')).out).toMatch(
    /query-availability +1: old-stock +2 +0 +availability-query@1 -> availability@1/,
  );
  expect((await lockstep('list')).out).toMatch(/authorise-return +nothing serves it +0 +0/);
  const shared = await bind('--share', 'new-stock=10', '--note', 'a tenth first', '--by', 'ann');
  expect(shared).toMatchObject({
    code: 0,
    out: 'Binding 2 of query-availability is in force: old-stock, 10 % to new-stock. Runs under way keep the one they began with.',
  });
  expect((await bind('--shadow', 'new-stock=50')).out).toContain('compared with new-stock (50 %)');
  expect((await bind('--no-share', '--no-shadow', '--flow', 'new-stock', '--open-runs')).out).toBe(
    'Binding 4 of query-availability is in force: new-stock. Runs under way that have not called it yet go by it too.',
  );
  const { out } = await lockstep('show', 'query-availability');
  expect(out).toMatch(/^Query availability: .*\navailability-query@1 -> availability@1, split by sku/);
  expect(out).toMatch(/2 +\S+ +ann +old-stock, 10 % to new-stock +a tenth first/);
});

it('holds flows that offer a capability to its contracts, those that are published and those in files', async () => {
  const published = await lockstep('test', 'query-availability');
  expect(published).toMatchObject({ code: 1, err: expect.stringMatching(/promises are not kept/) });
  expect(published.out).toMatch(
    /query-availability +new-stock +FAIL +Example of availability-query@1: The flow has no test/,
  );
  const file = join(folder, 'stock.json');
  const available = { sku: '=input.sku', available: 7, locations: [], asOf: '2026-11-27T08:00:00Z' };
  const [start] = serving('good-stock').nodes;
  const flow = flowOf('good-stock', [...(start ? [start] : []), node('give', 'return', { value: available })]);
  const tests = [{ id: 't', name: 'Some', message: { sku: 'MUG-BLUE' } }];
  await writeFile(file, JSON.stringify({ ...flow, settings: { layer: 'system' }, tests }));
  const good = await lockstep('test', '--files', file);
  expect(good).toMatchObject({
    code: 0,
    out: expect.stringMatching(/good-stock +ok +Example of .*: answered\n +ok +Some: answered/),
  });
  expect(good.out).toMatch(/4 tests of 1 flow, 0 failed\.$/);
  expect(JSON.parse((await lockstep('test', '--files', file, '--json')).out)).toMatchObject({
    ok: true,
    flows: [{ flowId: 'good-stock' }],
  });
  expect(await lockstep('test', 'create-invoice', '--files', file)).toMatchObject({
    code: 1,
    err: 'No flow offers create-invoice.',
  });
  expect((await lockstep('test', 'no-such')).err).toBe('There is no capability "no-such".');
});

it('takes a whole binding with rules from a file', async () => {
  const file = join(folder, 'binding.json');
  const rules = [{ field: 'sku', from: 'A', to: 'M', flow: 'old-stock' }];
  await writeFile(file, JSON.stringify({ flow: 'new-stock', rules }));
  expect((await bind('--file', file)).out).toContain('new-stock, sku A to M to old-stock');
});

it('says what is wrong, and changes nothing', async () => {
  expect(await bind('--flow', 'nobody')).toMatchObject({
    code: 1,
    err: 'flow: No published flow "nobody" offers "Query availability".',
  });
  expect(await bind('--share', 'new-stock')).toMatchObject({
    code: 1,
    err: '--share needs a flow and per cent: my-flow=10',
  });
  expect((await bind('--share', 'new-stock=101')).err).toContain('The binding is not valid.');
  expect((await lockstep('show', 'make-coffee')).code).toBe(1);
});
