import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContract, createTable, publishContract, publishEvent } from '@lockstep/schema/api';
import { serialiseFlow } from '@lockstep/schema/graph';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../main/testing.ts';
import { runCommand } from './program.ts';

let world: TestRuntime;
let folder = '';
beforeAll(async () => {
  [world, folder] = await Promise.all([startTestRuntime(), mkdtemp(join(tmpdir(), 'lockstep-cli-'))]);
});
afterAll(async () => {
  await world?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function lockstep(args: string, env: Record<string, string> = {}, stdin = '') {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    env: { LOCKSTEP_URL: world.runtime.url, ...env },
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    readStdin: async () => stdin,
  };
  const code = await runCommand(args.split(' '), io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const flow = flowOf('cli', [
  node('in', 'manual', { businessKey: '=input.name' }),
  node('check', 'fail', { message: "='no ' + input.name", code: 'not-wanted' }, { disabled: true }),
]);

describe('lockstep', () => {
  it('lists, exports, imports and checks tables, and tests flows with their files', async () => {
    const place = join(folder, 'tables');
    await mkdir(place);
    const columns = [
      { name: 'carrier', unique: true },
      { name: 'shop', unique: true },
    ];
    const rows = [{ cells: { carrier: 'DEL', shop: 'delivered' } }];
    const tests = [{ key: 'DEL', expected: 'delivered' }];
    const body = { name: 'words', title: 'Words', columns, rows, tests };
    expect(await world.call(createTable, { body })).toMatchObject({ ok: true });
    expect((await lockstep('tables list')).out).toMatch(/words +1 +1 +1 +0 +carrier,shop +-/);
    const file = join(place, 'words.csv');
    expect(await lockstep(`tables export words --out ${file}`)).toMatchObject({ code: 0 });
    await writeFile(file, `${await readFile(file, 'utf8')}OFD,on-its-way\r\n`);
    const told = '2 rows: 1 added, 0 changed, 0 removed, 1 as before.';
    expect((await lockstep(`tables import words ${file}`)).out).toBe(
      `${told}\nNothing was changed. Repeat it with --go.`,
    );
    expect((await lockstep(`tables import words ${file} --go`)).out).toBe(`${told}\nVersion 2 is published.`);
    expect(await lockstep('tables check')).toMatchObject({ code: 0, out: 'ok    words@2 (1 tests)' });
    const bad = join(place, 'bad.csv');
    await writeFile(bad, 'carrier,shop\nA,x\nA,y\n');
    expect(await lockstep(`tables import words ${bad} --go`)).toMatchObject({
      code: 1,
      out: '2 rows: 2 added, 0 changed, 0 removed, 2 as before.\n  line 3: "A" stands in line 2 already.',
    });
    await rm(bad);
    const script = "export default (input) => t.lookup('words', input.code, { from: 'shop' });";
    const asking = {
      ...flowOf('asking', [node('in', 'manual'), node('map', 'map', { script })]),
      tests: [{ id: 't', name: 'T', message: { code: 'on-its-way' }, expect: { outputs: { map: 'OFD' } } }],
    };
    const drawing = join(place, 'asking.json');
    await writeFile(drawing, serialiseFlow(asking));
    expect(await lockstep(`test ${drawing} --tables ${place}`)).toMatchObject({ code: 0 });
    expect((await lockstep(`test ${drawing}`)).out).toMatch(/there is no table "words" here/);
    await rm(place, { recursive: true });
  });

  it('validates files without a runtime', async () => {
    const good = join(folder, 'good.json');
    const bad = join(folder, 'bad.json');
    await writeFile(good, serialiseFlow(flow));
    await writeFile(bad, serialiseFlow({ ...flow, edges: [{ from: 'in', port: 'nope', to: 'check' }] }));
    const nowhere = { LOCKSTEP_URL: 'http://127.0.0.1:1' };
    expect(await lockstep(`validate ${good}`, nowhere)).toEqual({ code: 0, out: `${good}: good`, err: '' });
    const refused = await lockstep(`validate ${folder} --json`, nowhere);
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({
      ok: false,
      files: [
        { file: bad, issues: [{ code: 'port-unknown' }] },
        { file: good, issues: [] },
      ],
    });
    await writeFile(bad, '{"a":1,"a":2}');
    expect((await lockstep(`validate ${bad}`)).out).toContain(
      'error document-unreadable 1:8: The key "a" appears twice.',
    );
    await rm(bad);
  });

  it('converts flows of other products, says what became of each node, and refuses the rest', async () => {
    const file = join(folder, 'other.json.txt');
    const nodes = [
      { name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} },
      { name: 'Mail', type: 'n8n-nodes-base.emailSend', parameters: { subject: 'Hello' } },
    ];
    await writeFile(
      file,
      JSON.stringify({ name: 'Greet', nodes, connections: { Start: { main: [[{ node: 'Mail' }]] } } }),
    );
    const { code, out, err } = await lockstep(`convert ${file}`);
    expect([code, JSON.parse(out).id]).toEqual([0, 'greet']);
    expect(err).toContain('1 the same, 0 nearly, 1 to do, 0 left out');
    expect(err).toContain('TO DO     Mail (n8n-nodes-base.emailSend)');
    await writeFile(file, '{"a":1}');
    expect(await lockstep(`convert ${file}`)).toMatchObject({ code: 1, err: expect.stringContaining('neither') });
    expect(await lockstep('convert /nowhere/at-all')).toMatchObject({ code: 1 });
    await rm(file);
  });

  it('checks calls among the files it is given, and says nothing about other flows', async () => {
    const calling = join(folder, 'calling.json');
    const caller = flowOf('calling', [node('in', 'manual'), node('call', 'call-flow', { flow: 'cli' })]);
    await writeFile(calling, serialiseFlow(caller));
    expect(await lockstep(`validate ${calling}`)).toMatchObject({ code: 0, out: `${calling}: good` });
    expect((await lockstep(`validate ${folder}`)).out).toContain(
      'error callee-not-callable at call/flow: "cli" has no start "Called by a flow".',
    );
    await rm(calling);
  });

  it('runs the tests of files without a runtime, and fails when one fails or there is none', async () => {
    const tested = join(folder, 'tested.json');
    const nowhere = { LOCKSTEP_URL: 'http://127.0.0.1:1' };
    const tests = [
      { id: 'good', name: 'Good', message: { name: '#1' }, expect: { path: ['check'] } },
      { id: 'bad', name: 'Bad', message: { name: '#1' }, expect: { outputs: { check: { name: '#2' } } } },
    ];
    await writeFile(tested, serialiseFlow({ ...flow, tests }));
    const failed = await lockstep(`test ${tested}`, nowhere);
    expect(failed.code).toBe(1);
    expect(failed.out).toContain('FAIL  Bad');
    expect(failed.out).toContain('outputs/check/name: expected "#2", was "#1"');
    expect(failed.out).toContain('2 tests, 0 samples, 1 failed.');
    const good = await lockstep(`test ${tested} --only good --json`, nowhere);
    expect(good.code).toBe(0);
    expect(JSON.parse(good.out)).toMatchObject({
      ok: true,
      files: [{ file: tested, tests: [{ id: 'good', ok: true }] }],
    });
    expect(await lockstep(`test ${tested} --only nobody`, nowhere)).toMatchObject({
      code: 1,
      err: 'There is no test with the id or name "nobody" in 1 file.',
    });
    await rm(tested);
  });

  it('tries the samples of maps, publishes only when they pass, or with a reason that is kept', async () => {
    const nowhere = { LOCKSTEP_URL: 'http://127.0.0.1:1' };
    const sampled = join(folder, 'sampled', 'flow.json');
    const map = node('map', 'map', { script: 'export default ({ n }) => ({ n: n + 1 })' });
    const samples = [
      { id: 'one', name: 'One', input: { n: 1 }, origin: 'pasted' as const, expect: { output: { n: 2 } } },
      { id: 'two', name: 'Two', input: { n: 1 }, origin: 'pasted' as const, expect: { output: { n: 3 } } },
    ];
    await mkdir(join(folder, 'sampled'));
    await writeFile(sampled, serialiseFlow(flowOf('sampled', [node('in', 'manual'), { ...map, samples }])));
    const tried = await lockstep(`test ${sampled}`, nowhere);
    expect(tried).toMatchObject({ code: 1, out: expect.stringContaining('ok    map: One (as expected)') });
    expect(tried.out).toContain('FAIL  map: Two (/n is not as expected.)\n        /n: expected 3, was 2');
    expect(await lockstep(`test ${sampled} --only one`, nowhere)).toMatchObject({
      code: 0,
      out: expect.stringContaining('0 tests, 1 sample, 0 failed.'),
    });
    await lockstep(`import ${sampled}`);
    expect(await lockstep('publish sampled')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/FAIL {2}map: Two[\s\S]*One sample fails: "Two" of "map"/),
    });
    expect(await lockstep('publish sampled --override known')).toMatchObject({ code: 0 });
    await rm(join(folder, 'sampled'), { recursive: true });
  });

  it('imports, publishes, exports, and runs to the end', async () => {
    expect(await lockstep(`import ${folder}`)).toMatchObject({
      code: 0,
      out: expect.stringContaining('cli created, revision 1'),
    });
    expect(await lockstep(`import ${join(folder, 'good.json')} --json`)).toMatchObject({
      code: 0,
      out: expect.stringContaining('"result": "unchanged"'),
    });
    expect(await lockstep('publish cli --note first')).toEqual({
      code: 0,
      out: 'cli is published as version 1.',
      err: '',
    });
    const file = join(folder, 'out.json');
    await lockstep(`export cli --flow-version 1 --out ${file}`);
    expect(await readFile(file, 'utf8')).toBe(serialiseFlow(flow));
    expect((await lockstep('export cli')).out).toBe(serialiseFlow(flow).trimEnd());

    const run = await lockstep('run cli --message {"name":"#1"} --wait --json');
    expect([run.code, JSON.parse(run.out)]).toMatchObject([0, { status: 'done' }]);
    const fromStdin = await lockstep('run cli --message - --wait', {}, '{"name":"#2"}');
    expect(fromStdin).toMatchObject({ code: 0, out: expect.stringMatching(/ done$/) });
    const listed = await lockstep('runs --flow cli --search #2 --json');
    expect(JSON.parse(listed.out)).toMatchObject({ runs: [{ flowId: 'cli', businessKey: '#2', status: 'done' }] });
  });

  it('ends with 1 when the run fails, and says why', async () => {
    const failing = flowOf('failing', [
      node('in', 'manual'),
      node('stop', 'fail', { message: 'not today', code: 'no' }),
    ]);
    await world.publish(failing);
    const run = await lockstep('run failing --message {} --wait');
    expect([run.code, run.err]).toEqual([1, '"stop" failed: not today']);
  });

  it('ends with 1 when refused or nobody answers, 2 on a wrong line, 78 on a wrong environment', async () => {
    expect(await lockstep('publish nobody')).toMatchObject({ code: 1, err: 'There is no flow "nobody". (not-found)' });
    expect(await lockstep('runs', { LOCKSTEP_URL: 'http://127.0.0.1:1' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('does not answer'),
    });
    for (const line of [
      'fly',
      'runs --status odd',
      'run cli',
      'run cli --message {',
      'runs --limit x',
      'runs --url ftp://x',
    ]) {
      expect([line, (await lockstep(line)).code]).toEqual([line, 2]);
    }
    expect(await lockstep('migrate', { LOCKSTEP_PORT: 'x' })).toMatchObject({
      code: 78,
      err: expect.stringContaining('LOCKSTEP_PORT'),
    });
    expect((await lockstep('--help')).code).toBe(0);
  });

  it('R72: shows topics with their readers, and replays events into a flow once it has counted them', async () => {
    const listener = flowOf('listener', [
      node('in', 'on-event', { topic: 'stock' }),
      node('log', 'log', { message: 'x' }),
    ]);
    expect(await lockstep('topics')).toEqual({ code: 0, out: 'No topics.', err: '' });
    await world.publish(listener);
    for (const [eventId, key] of Object.entries({ a: 'mug', b: 'cup', c: 'mug' })) {
      await world.call(publishEvent, { body: { topic: 'stock', key, eventId, payload: 1 } });
    }
    expect((await lockstep('topics')).out).toMatch(/^stock +3 +3 +3 +3 /m);
    const one = JSON.parse((await lockstep('topics stock --key mug --json')).out);
    expect(one).toMatchObject({
      topic: { name: 'stock', head: 3 },
      consumers: [{ flowId: 'listener' }],
      events: [{ offset: 3 }, { offset: 1 }],
    });
    expect((await lockstep('topics stock --events 1')).out).toMatch(/^3 .* mug +c +1$/m);
    expect(await lockstep('topics nothing')).toMatchObject({ code: 1, err: expect.stringContaining('(not-found)') });

    const into = 'replay stock --into listener';
    expect(await lockstep(`${into} --key m* --dry-run`)).toEqual({ code: 0, out: '2 of 3 events match.', err: '' });
    expect(await lockstep('replays')).toMatchObject({ code: 0, out: 'No replays.' });
    expect(await lockstep(`${into} --to 2020-01-01`)).toMatchObject({
      code: 1,
      err: '0 of 0 events match. Nothing is replayed.',
    });
    const done = await lockstep(`${into} --key mug --wait --json`);
    expect([done.code, JSON.parse(done.out)]).toMatchObject([0, { status: 'done', begun: 2, by: 'command line' }]);
    const slow = JSON.parse((await lockstep(`${into} --rate 0.02 --json`)).out);
    expect(await lockstep(`${into} --rate 0.02 --wait --timeout 0`)).toMatchObject({
      code: 1,
      err: expect.stringContaining('It goes on.'),
    });
    expect((await lockstep(`replays --pause ${slow.id}`)).out).toContain(`${slow.id} paused`);
    expect((await lockstep(`replays --abort ${slow.id}`)).out).toContain(`${slow.id} aborted`);
    expect(await lockstep(`replays --resume ${slow.id}`)).toMatchObject({
      code: 1,
      err: expect.stringContaining('(replay-ended)'),
    });
    for (const line of ['replay stock', `${into} --from noon`, `${into} --rate 0`, 'replays --pause a --abort b']) {
      expect([line, (await lockstep(line)).code]).toEqual([line, 2]);
    }
  });

  it('migrates and says what it applied', async () => {
    const env = { DATABASE_URL: world.store.databaseUrl };
    expect(await lockstep('migrate', env)).toEqual({ code: 0, out: 'The database is up to date.', err: '' });
    expect(await lockstep('migrate --json', env)).toMatchObject({ code: 0, out: '{"applied":[]}' });
  });

  it('checks contract files, shows and lists contracts, and lets flow files name them', async () => {
    const file = join(folder, 'parcel.contract.json');
    const parcel = (change: object = {}) => ({
      name: 'cli-parcel',
      version: '1.0.0',
      title: 'Parcel',
      description: 'What a carrier brings.',
      owner: 'Logistics',
      schema: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'], additionalProperties: false },
      examples: [{ name: 'One', value: { id: 'P1' } }],
      ...change,
    });
    const { name, version, ...document } = parcel();
    await writeFile(file, JSON.stringify(parcel()));
    expect(await lockstep(`contracts check ${file}`)).toEqual({ code: 0, out: `${file}: good`, err: '' });
    expect(await lockstep('contracts show cli-parcel')).toMatchObject({ code: 1 });
    await world.call(createContract, { body: { name, document } });
    await world.call(publishContract, { params: { name }, body: { version, basedOn: 1 } });

    const schema = { ...document.schema, properties: { number: { type: 'string' } }, required: ['number'] };
    await writeFile(file, JSON.stringify(parcel({ version: '1.1.0', schema })));
    const refused = await lockstep(`contracts check ${file}`);
    expect(refused.code).toBe(1);
    expect(refused.out).toContain(
      '/examples/0/value/number: The example "One" breaks the contract: /number is missing.',
    );
    expect(refused.out).toContain(
      '/version: The change breaks version 1.0.0, so it needs a new major version: 2.0.0, not 1.1.0.',
    );
    expect(refused.out).toContain('breaking: Neither 1.0.0 nor 2.0.0 reads all messages of the other.');
    expect(refused.out).toContain('number must be there');
    const nowhere = { LOCKSTEP_URL: 'http://127.0.0.1:1' };
    expect((await lockstep(`contracts check ${file}`, nowhere)).err).toContain('--offline asks nobody');
    expect((await lockstep(`contracts check --offline --json ${file}`, nowhere)).out).toContain('"ok": false');

    expect((await lockstep('contracts list')).out).toMatch(/cli-parcel +1\.0\.0 +published +Logistics +0/);
    expect((await lockstep('contracts show cli-parcel')).out).toContain('Nobody uses it.');
    expect((await lockstep('contracts show cli-parcel@1 --types')).out).toContain('export interface CliParcel {');
    await lockstep(`contracts show cli-parcel --out ${file}`);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(parcel());

    const wired = join(folder, 'wired.json');
    const drawn = flowOf('wired', [
      node('in', 'webhook', { path: 'wired', contract: 'cli-parcel' }),
      node('log', 'log', { message: '=input.weight' }),
    ]);
    await writeFile(wired, serialiseFlow(drawn));
    expect((await lockstep(`validate ${wired}`, nowhere)).code).toBe(0);
    expect((await lockstep(`validate ${wired} ${file}`, nowhere)).out).toContain('field-unknown');
    await rm(file);
    await rm(wired);
  });
});
