import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { samples } from '@lockstep/nodes/samples';
import * as api from '@lockstep/schema/api';
import { isFolderFlow, readFolder, writeFolder } from '@lockstep/schema/folders';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../main/testing.ts';
import { readFlowFolders, writeFlowFolder } from './flow-folders.ts';
import { runCommand } from './program.ts';

let world: TestRuntime;
let folder = '';
beforeAll(async () => {
  [world, folder] = await Promise.all([
    startTestRuntime({ environment: 'test' }),
    mkdtemp(join(tmpdir(), 'lockstep-folders-')),
  ]);
});
afterAll(async () => {
  await world?.stop();
  await rm(folder, { recursive: true, force: true });
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
  const code = await runCommand(args, io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const script = 'export default (input) => ({ id: input.id });';
const flow = flowOf('kept', [node('in', 'manual'), node('to-erp', 'map', { script })]);

describe('flows as folders', () => {
  it('keep every sample flow exactly as it is', () => {
    for (const sample of samples) {
      const read = readFolder(writeFolder(sample));
      expect(isFolderFlow(read) ? read : { flow: sample.id, problems: read }).toEqual(
        JSON.parse(JSON.stringify(sample)),
      );
    }
  });

  it('are exported, changed by hand and imported, and only what changed is saved', async () => {
    const other = { ...flow, id: 'other' };
    for (const one of [flow, other]) await world.call(api.createFlow, { body: { flow: one } });
    const dir = join(folder, 'flows');
    expect(await lockstep('export', '--dir', dir)).toMatchObject({ code: 0 });
    expect((await readdir(dir)).toSorted()).toEqual(['flow.schema.json', 'kept', 'other']);
    expect(await readFile(join(dir, 'kept', 'maps', 'to-erp.map.ts'), 'utf8')).toBe(`${script}\n`);
    await writeFile(join(dir, 'kept', 'maps', 'to-erp.map.ts'), `${script}\n// more\n`);
    expect(await lockstep('import', '--dir', dir)).toMatchObject({
      code: 0,
      out: 'kept: saved, revision 2\nother: unchanged, revision 1',
    });
    const draft = await world.call(api.getDraft, { params: { flowId: 'kept' } });
    expect(draft.ok && draft.value.flow.nodes[1]?.params.script).toBe(`${script}\n// more`);
    expect(await lockstep('export', '--dir', join(folder, 'none'), '--published')).toMatchObject({ code: 0, out: '' });
  });

  it('leave a draft alone that somebody has open, say who, and take it over only when asked to', async () => {
    const dir = join(folder, 'held');
    await writeFlowFolder(dir, { ...flow, name: 'From git' });
    const params = { flowId: 'kept' };
    await world.call(api.beatPresence, { params, body: { session: 'page-of-ann', name: 'Ann' } });
    expect(await lockstep('import', '--dir', dir)).toMatchObject({
      code: 1,
      err: expect.stringContaining('Ann has "kept" open. Nothing was imported'),
    });
    expect(await lockstep('import', '--dir', dir, '--take-over')).toMatchObject({ code: 0, out: /kept: saved/ });
    await world.call(api.beatPresence, { params, body: { session: 'page-of-ann', name: 'Ann', leave: true } });
    await writeFlowFolder(dir, flow);
    expect(await lockstep('import', '--dir', dir)).toMatchObject({ code: 0 });
  });

  it('change nothing where one of them is broken, and say file and line', async () => {
    const dir = join(folder, 'broken');
    await writeFlowFolder(dir, { ...flow, name: 'Changed' });
    const bad = await writeFlowFolder(dir, { ...flow, id: 'bad' });
    const text = await readFile(join(bad, 'flow.json'), 'utf8');
    await writeFile(join(bad, 'flow.json'), text.replace('"type": "manual"', '"type": ""'));
    const refused = await lockstep('import', '--dir', dir);
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/bad\/flow\.json:\d+:15: /);
    const draft = await world.call(api.getDraft, { params: { flowId: 'kept' } });
    expect(draft.ok && draft.value.flow.name).toBe(flow.name);
  });

  it('take away what a flow no longer has, and nothing else', async () => {
    const dir = join(folder, 'again');
    await writeFlowFolder(dir, flow);
    await mkdir(join(dir, 'kept', 'tests'));
    await writeFile(join(dir, 'kept', 'tests', 'late.scenario.json'), '{}');
    await writeFile(join(dir, 'kept', 'NOTES.md'), 'Ours.');
    const without = { ...flow, nodes: flow.nodes.slice(0, 1), edges: [] };
    await writeFlowFolder(dir, without);
    expect((await readdir(join(dir, 'kept'), { recursive: true })).toSorted()).toEqual([
      'NOTES.md',
      'flow.json',
      'layout.json',
      'maps',
      'tests',
      'tests/late.scenario.json',
    ]);
    expect((await readFlowFolders(dir)).map((read) => read.flow)).toEqual([without]);
  });

  it('are checked and tested without a runtime', async () => {
    const dir = join(folder, 'tested');
    const tests = [{ id: 'id', name: 'Id', message: { id: 7 }, expect: { outputs: { 'to-erp': { id: 7 } } } }];
    const written = await writeFlowFolder(dir, { ...flow, tests });
    expect(await lockstep('validate', dir)).toMatchObject({ code: 0, out: `${written}: good` });
    expect((await lockstep('test', dir)).out).toContain('1 test, 0 samples, 0 failed.');
    await rm(join(written, 'maps', 'to-erp.map.ts'));
    expect((await lockstep('validate', dir)).out).toMatch(
      /flow\.json \d+:\d+: There is no file maps\/to-erp\.map\.ts\./,
    );
  });

  it('are published where they mean something new, to the environment that is meant, what is called first', async () => {
    const dir = join(folder, 'release');
    await writeFlowFolder(
      dir,
      flowOf('a-caller', [node('in', 'manual'), node('call', 'call-flow', { flow: 'z-called' })]),
    );
    await writeFlowFolder(dir, flowOf('z-called', [node('in', 'callable'), node('give', 'return')]));
    expect(await lockstep('publish', '--dir', dir, '--env', 'production')).toMatchObject({ code: 2 });
    const url = world.runtime.url;
    const wrong = await lockstep('publish', '--dir', dir, '--env', 'production', '--url', url);
    expect(wrong).toMatchObject({
      code: 1,
      err: `The runtime at ${url} serves test, not production. Nothing was changed.`,
    });
    const publish = () => lockstep('publish', '--dir', dir, '--env', 'test', '--url', url);
    expect(await publish()).toEqual({
      code: 0,
      out: 'z-called is published as version 1.\na-caller is published as version 1.',
      err: '',
    });
    expect(await publish()).toMatchObject({ out: 'Nothing to publish: every flow is as it is published.' });
  });

  it('bring the contracts and tables they stand on, and tell what is different in them', async () => {
    const { call } = world;
    const schema = (required: readonly string[]) => ({
      type: 'object',
      properties: { id: { type: 'string' }, kg: { type: 'number' } },
      required: [...required],
    });
    const examples = [{ name: 'One', value: { id: '1', kg: 2 } }];
    const document = { title: 'Parcel', description: '', owner: 'Team', schema: schema(['id']), examples };
    const made = await call(api.createContract, { body: { name: 'parcel', document } });
    expect(made).toMatchObject({ ok: true });
    const release = { version: '1.0.0', basedOn: made.ok ? made.value.revision : 0 };
    const released = await call(api.publishContract, { params: { name: 'parcel' }, body: release });
    expect(released).toMatchObject({ ok: true });
    const columns = [
      { name: 'shop', unique: true },
      { name: 'erp', unique: false },
    ];
    const rows = [{ cells: { shop: 'A', erp: '1' } }, { cells: { shop: 'B', erp: '2' } }];
    await call(api.createTable, { body: { name: 'carriers', title: 'Carriers', columns, rows } });
    await call(api.putVariable, { params: { name: 'depot' }, body: { held: { type: 'text', value: 'DUB' } } });
    const stands = flowOf(
      'stands',
      [
        node('in', 'manual'),
        node('check', 'check-contract', { contract: 'parcel' }),
        node('map', 'map', {
          script: "export default (input) => ({ to: vars.depot, by: t.lookup('carriers', input.by) });",
        }),
      ],
      [
        { from: 'in', port: 'out', to: 'check' },
        { from: 'check', port: 'valid', to: 'map' },
      ],
    );
    await world.publish(stands);
    const dir = join(folder, 'goods');
    expect(await lockstep('export', 'stands', '--dir', dir)).toMatchObject({ code: 0 });
    expect((await readdir(dir, { recursive: true })).filter((name) => !name.startsWith('stands')).toSorted()).toEqual([
      'contracts',
      'contracts/parcel.contract.json',
      'flow.schema.json',
      'tables',
      'tables/carriers.csv',
      'tables/carriers.table.json',
      'vars.example.json',
    ]);
    expect(await lockstep('diff', dir, 'stands@draft')).toMatchObject({ out: 'No difference in what the flows mean.' });

    const other = await startTestRuntime();
    try {
      const there = ['--url', other.runtime.url];
      expect(await lockstep('publish', '--dir', dir, ...there)).toMatchObject({ code: 1, err: /variable "depot"/ });
      await other.call(api.putVariable, { params: { name: 'depot' }, body: { held: { type: 'text', value: 'CRK' } } });
      expect(await lockstep('publish', '--dir', dir, ...there)).toMatchObject({
        out: 'stands is published as version 1.',
      });
      await writeFile(join(dir, 'tables', 'carriers.csv'), 'shop,erp\nA,9\nC,3\n');
      const contract = join(dir, 'contracts', 'parcel.contract.json');
      const changed = {
        ...JSON.parse(await readFile(contract, 'utf8')),
        version: '2.0.0',
        schema: schema(['id', 'kg']),
      };
      await writeFile(contract, JSON.stringify(changed));
      const differences = [
        '~ contract parcel 1.0.0 -> 2.0.0: is read by who knows the old one\n    kg: must be there',
        '~ table carriers, rows: 1 added, 1 changed, 1 removed\n    ~ A: erp: 1 -> 9\n    + shop=C, erp=3\n    - shop=B, erp=2',
      ];
      const told = await lockstep('diff', '@published', dir, '--exit-code', ...there);
      expect(told).toMatchObject({ code: 1, out: differences.join('\n\n') });
      expect((await lockstep('diff', '@published', dir, '--markdown', ...there)).out).toContain(
        '**`table carriers, rows: 1 added, 1 changed, 1 removed`**\n\n- `~ A: erp: 1 -> 9`',
      );
      expect((await lockstep('import', '--dir', dir, ...there)).out).toMatch(
        /contract parcel@2\.0\.0 is published\ntable carriers, .*: left alone, bring them with --tables$/,
      );
      expect((await lockstep('import', '--dir', dir, '--tables', ...there)).out).toMatch(/published as version 2$/);
      expect(await lockstep('diff', '@draft', dir, ...there)).toMatchObject({
        out: 'No difference in what the flows mean.',
      });
    } finally {
      await other.stop();
    }
  });

  it('find variables that are set by the command line, of the type they have', async () => {
    expect(await lockstep('vars', 'set', 'limit', 'many', '--type', 'number')).toMatchObject({
      code: 2,
      err: /no number/,
    });
    expect(await lockstep('vars', 'set', 'limit', '100', '--type', 'number')).toMatchObject({ out: 'limit is 100.' });
    expect(await lockstep('vars', 'set', 'limit', '250')).toMatchObject({ out: 'limit is 250; it was 100.' });
    expect((await lockstep('vars', 'list')).out).toMatch(/limit +number +250 +- +command line, /);
    expect(await lockstep('vars', 'remove', 'limit')).toMatchObject({ out: 'limit is removed.' });
    expect(await lockstep('vars', 'remove', 'limit')).toMatchObject({ code: 1, err: /There is no variable "limit"/ });
  });

  it('refuse two documents of one flow in one import', async () => {
    expect(await world.call(api.importFlows, { body: { flows: [flow, flow] } })).toMatchObject({
      ok: false,
      code: 'flow-exists',
    });
    expect(await lockstep('import')).toMatchObject({ code: 2 });
  });
});
