import * as api from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';

let world: TestRuntime;
let number = 0;
beforeAll(async () => {
  world = await startTestRuntime();
});
afterAll(() => world?.stop());

const fresh = (name: string) => `${name}-${++number}`;
const columns = [
  { name: 'carrier', unique: true },
  { name: 'shop', unique: false },
];
const row = (carrier: string, shop: string, more = {}) => ({ cells: { carrier, shop }, ...more });

async function tableOf(name = fresh('status'), rows = [row('DEL', 'delivered'), row('OFD', 'on-its-way')]) {
  const made = await world.call(api.createTable, { body: { name, title: 'Status', columns, rows, by: 'Ada' } });
  if (!made.ok) throw new Error(JSON.stringify(made));
  return name;
}
const publish = (name: string, basedOn: number, body: object = {}) =>
  world.call(api.publishTable, { params: { name }, body: { basedOn, ...body } });

/** A flow that answers what a look-up gives. */
function lookupFlow(table: string, options = '', policy: Flow['nodes'][number]['policy'] = {}): Flow {
  const script = `export default (input) => ({ raw: input.code, status: t.lookup('${table}', input.code${options}) });`;
  const id = fresh('flow');
  return flowOf(id, [node('in', 'webhook', { path: id }), node('map', 'map', { script }, policy)]);
}
const started = async (flow: Flow, message: Json) => {
  const run = await world.call(api.startRun, { params: { flowId: flow.id }, body: { message } });
  if (!run.ok) throw new Error(JSON.stringify(run));
  return run.value.runId;
};
const runOf = async (runId: string) => {
  const run = await world.call(api.getRun, { params: { runId } });
  if (!run.ok) throw new Error(JSON.stringify(run));
  return run.value;
};
const untilRun = (runId: string, status: string) =>
  expect.poll(async () => (await runOf(runId)).status, { timeout: 15_000, interval: 50 }).toBe(status);
const given = async (runId: string) => {
  await untilRun(runId, 'done');
  const step = await world.call(api.getStepData, { params: { runId, node: 'map' } });
  return step.ok ? step.value.output?.value : step;
};
const openOf = async (table: string) => {
  const list = await world.call(api.listUnmapped, { query: { table } });
  return list.ok ? list.value.unmapped : [];
};
const map = (id: string, value: string, more = {}) =>
  world.call(api.mapValue, { params: { id }, body: { value, by: 'Ada', ...more } });

describe('tables', () => {
  it('have numbered versions that stay as they are, with who, when and why', async () => {
    const name = await tableOf();
    const changes = { put: [row('DEL', 'arrived'), row('RTS', 'returned')], remove: [{ key: 'OFD' }] };
    const second = await publish(name, 1, { changes, note: 'New words', by: 'Grace' });
    expect(second).toMatchObject({
      ok: true,
      value: { version: 2, note: 'New words', publishedBy: 'Grace', rows: 2, added: 1, changed: 1, removed: 1 },
    });
    const [first, newest] = await Promise.all([
      world.call(api.getTable, { params: { name }, query: { version: 1 } }),
      world.call(api.getTable, { params: { name } }),
    ]);
    expect(first).toMatchObject({ ok: true, value: { rows: [row('DEL', 'delivered'), row('OFD', 'on-its-way')] } });
    expect(newest).toMatchObject({
      ok: true,
      value: { version: 2, rows: [row('DEL', 'arrived'), row('RTS', 'returned')] },
    });
    expect(await world.call(api.getTableChanges, { params: { name, version: 2 } })).toMatchObject({
      ok: true,
      value: {
        changes: [
          { kind: 'changed', before: row('DEL', 'delivered'), row: row('DEL', 'arrived') },
          { kind: 'added', row: row('RTS', 'returned') },
          { kind: 'removed', before: row('OFD', 'on-its-way') },
        ],
      },
    });
    await expect(world.store.sql`update xref_rows set cells = '{}' where table_name = ${name}`).rejects.toThrow(
      /never/,
    );
    await expect(world.store.sql`delete from xref_versions where table_name = ${name}`).rejects.toThrow(/never/);
  });

  it('refuse rows that hold at the same time, naming them', async () => {
    const name = await tableOf();
    const put = [
      row('OLD', 'a', { until: '2026-02-01' }),
      row('OLD', 'b', { from: '2026-01-15', until: '2026-03-01' }),
    ];
    expect(await publish(name, 1, { changes: { put, remove: [] } })).toMatchObject({
      ok: false,
      code: 'table-invalid',
      problem: {
        detail:
          '"OLD" in "carrier" stands in two rows at the same time: OLD = a (until 2026-02-01) and OLD = b (from 2026-01-15 until 2026-03-01).',
        issues: [{ column: 'carrier', rows: [{ key: 'OLD' }, { key: 'OLD', from: '2026-01-15' }] }],
      },
    });
  });

  it('are published by one of two authors who began from the same version', async () => {
    const name = await tableOf();
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((code) => publish(name, 1, { changes: { put: [row(code, code)], remove: [] } })),
    );
    expect(answers.map((each) => (each.ok ? 'published' : each.code)).sort()).toEqual([
      'published',
      'table-version-conflict',
      'table-version-conflict',
    ]);
  });

  it('are not published while one of their tests fails', async () => {
    const name = await tableOf();
    const tests = [
      { key: 'DEL', expected: 'delivered' },
      { key: 'ZZ', expected: null },
    ];
    expect(await publish(name, 1, { tests })).toMatchObject({ ok: true, value: { version: 2 } });
    expect(await publish(name, 2, { changes: { put: [row('DEL', 'x')], remove: [] } })).toMatchObject({
      ok: false,
      code: 'table-tests-failed',
      problem: { detail: 'Test of "DEL": it gives "x", not "delivered".' },
    });
  });

  it('are compared with a file before it is applied, and give the same file back', async () => {
    const name = await tableOf();
    const csv = 'carrier;shop;valid_from\nDEL;arrived;\nRTS;returned;\nNEW;later;2026-05-01\n';
    const body = { csv, by: 'Ada' };
    expect(await world.call(api.importTable, { params: { name }, body })).toMatchObject({
      ok: true,
      value: { report: { added: 2, changed: 1, removed: 0, unchanged: 1, errorCount: 0, delimiter: ';', basedOn: 1 } },
    });
    const applied = await world.call(api.importTable, {
      params: { name },
      body: { ...body, mode: 'replace', dryRun: false, basedOn: 1, note: 'From the carrier' },
    });
    expect(applied).toMatchObject({ ok: true, value: { version: { version: 2, added: 2, changed: 1, removed: 1 } } });
    const file = await world.call(api.exportTable, { params: { name } });
    expect(file).toMatchObject({
      ok: true,
      value: {
        csv: 'carrier,shop,valid_from,valid_until\r\nDEL,arrived,,\r\nNEW,later,2026-05-01,\r\nRTS,returned,,\r\n',
      },
    });
    const again = file.ok ? file.value.csv : '';
    expect(
      await world.call(api.importTable, { params: { name }, body: { csv: again, mode: 'replace' } }),
    ).toMatchObject({
      ok: true,
      value: { report: { added: 0, changed: 0, removed: 0, unchanged: 3 } },
    });
  });

  it('tell what is wrong with a file by its lines, and take nothing of it', async () => {
    const name = await tableOf();
    const csv = 'carrier,shop,valid_from\nA,x,2026-02-30\nB,y,\nB,z,\n,w,\n"C,broken\n';
    const wrong = await world.call(api.importTable, { params: { name }, body: { csv, dryRun: false } });
    expect(wrong).toMatchObject({ ok: true, value: { report: { errorCount: 3 } } });
    const errors = wrong.ok ? wrong.value.report.errors.map(({ line }) => line) : [];
    expect(errors).toEqual([2, 6, 4]);
    expect(wrong.ok && wrong.value.version).toBeUndefined();
    const strange = await world.call(api.importTable, { params: { name }, body: { csv: 'code,shop\nA,x\n' } });
    expect(strange).toMatchObject({
      ok: true,
      value: {
        report: {
          errors: expect.arrayContaining([
            { line: 1, message: 'The file has no column "carrier", by which rows are known.' },
            { line: 1, message: 'The table has no column "code".' },
          ]),
        },
      },
    });
  });
});

describe('look-ups', () => {
  it('read the version that was published with the flow, and the newest only where a step says so', async () => {
    const name = await tableOf();
    const pinned = lookupFlow(name);
    const live = lookupFlow(name, '', { tables: 'live' });
    await world.publish(pinned);
    await world.publish(live);
    const before = await started(live, { code: 'DEL' });
    expect(await given(before)).toMatchObject({ status: 'delivered' });
    await publish(name, 1, { changes: { put: [row('DEL', 'arrived')], remove: [] } });
    expect(await given(await started(pinned, { code: 'DEL' }))).toEqual({ raw: 'DEL', status: 'delivered' });
    expect(await given(await started(live, { code: 'DEL' }))).toEqual({ raw: 'DEL', status: 'arrived' });
    // A replay reads what the run read that it repeats.
    const replayed = await world.call(api.replayRun, { params: { runId: before }, body: {} });
    expect(replayed.ok && (await given(replayed.value.runId))).toMatchObject({ status: 'delivered' });
    expect(await world.call(api.getRunTables, { params: { runId: before } })).toEqual({
      ok: true,
      value: { tables: [{ table: name, version: 1, pinned: false }], unmapped: [] },
    });
    const listed = await world.call(api.listTables, {});
    const usedBy = listed.ok ? listed.value.tables.find((table) => table.name === name)?.usedBy : [];
    expect(usedBy).toEqual([
      { flowId: pinned.id, flowName: pinned.name, version: 1 },
      { flowId: live.id, flowName: live.name },
    ]);
  });

  it('are refused at the publish when their table is not there, or not named', async () => {
    const flow = lookupFlow('nowhere');
    const unnamed = flowOf(fresh('flow'), [
      node('in', 'webhook', { path: fresh('path') }),
      node('map', 'map', { script: 'export default (input) => t.lookup(input.table, 1);' }),
    ]);
    for (const [draft, code] of [
      [flow, 'table-unknown'],
      [unnamed, 'table-unnamed'],
    ] as const) {
      const checked = await world.call(api.checkFlow, { params: { flowId: draft.id }, body: { flow: draft } });
      expect(checked.ok && checked.value.issues.map((issue) => issue.code)).toContain(code);
    }
  });

  it('fail the run, naming table and key, when nothing else is said', async () => {
    const name = await tableOf();
    const flow = lookupFlow(name);
    await world.publish(flow);
    const runId = await started(flow, { code: 'ZZ' });
    await untilRun(runId, 'exception');
    const [exception] = await exceptionsOf(flow.id);
    expect(exception).toMatchObject({
      category: 'mapping',
      code: 'value-unmapped',
      reason: `script: The table "${name}" has no shop for the carrier "ZZ".`,
    });
    expect(await openOf(name)).toEqual([]);
    // Once the table has the code, the same run goes on, though it reads an older version otherwise.
    await publish(name, 1, { changes: { put: [row('ZZ', 'lost'), row('DEL', 'changed')], remove: [] } });
    await world.call(api.retryException, { params: { id: exception?.id ?? '' }, body: {} });
    expect(await given(runId)).toEqual({ raw: 'ZZ', status: 'lost' });
  });
});

describe('codes that no table has', () => {
  it('go to the queue once, and one answer lets every run that failed for them go on', async () => {
    const name = await tableOf();
    const flow = lookupFlow(name, ", { missing: 'queue' }");
    await world.publish(flow);
    const runs = await Promise.all(Array.from({ length: 5 }, () => started(flow, { code: 'ZZ' })));
    for (const runId of runs) await untilRun(runId, 'exception');
    const [code, ...others] = await openOf(name);
    expect(others).toEqual([]);
    expect(code).toMatchObject({ key: 'ZZ', from: 'carrier', to: 'shop', status: 'open', count: 5, waiting: 5 });
    expect(await map(code?.id ?? '', 'lost')).toMatchObject({
      ok: true,
      value: { version: { version: 2, publishedBy: 'Ada', note: 'ZZ = lost', added: 1 }, runs: 5 },
    });
    for (const runId of runs) expect(await given(runId)).toEqual({ raw: 'ZZ', status: 'lost' });
    expect(await openOf(name)).toEqual([]);
    // The flow is not published anew: what its version does not have is found in the newest.
    expect(await given(await started(flow, { code: 'ZZ' }))).toEqual({ raw: 'ZZ', status: 'lost' });
    expect(await map(code?.id ?? '', 'again')).toMatchObject({ ok: false, code: 'unmapped-settled' });
  });

  it('let a flow go on with a default, and the run is begun again once they are mapped', async () => {
    const name = await tableOf();
    const flow = lookupFlow(name, ", { missing: 'queue', default: 'unknown' }");
    await world.publish(flow);
    const runId = await started(flow, { code: 'ZZ' });
    expect(await given(runId)).toEqual({ raw: 'ZZ', status: 'unknown' });
    const [code] = await openOf(name);
    expect(code).toMatchObject({ count: 1, runs: [{ runId, flowId: flow.id, node: 'map', wentOn: true }] });
    await map(code?.id ?? '', 'lost');
    const outputs = async () => {
      const runs = await world.call(api.listRuns, { query: { flow: flow.id } });
      return runs.ok ? Promise.all(runs.value.runs.map((run) => given(run.runId))) : [];
    };
    // Newest first: the replay, once.
    await expect.poll(outputs, { timeout: 10_000 }).toEqual([
      { raw: 'ZZ', status: 'lost' },
      { raw: 'ZZ', status: 'unknown' },
    ]);
  });

  it('are told again to those who were told the default, and nothing else is done twice', async () => {
    const name = await tableOf();
    const id = fresh('flow');
    const script = `export default () => ({ status: t.lookup('${name}', 'ZZ', { missing: 'queue', default: 'unknown' }) });`;
    const topic = `told.${id}`;
    await world.publish(
      flowOf(id, [
        node('in', 'webhook', { path: id }),
        node('before', 'send-event', { topic: `before.${id}`, key: 'k' }),
        node('map', 'map', { script }),
        node('tell', 'send-event', { topic, key: 'k', eventId: '=input.status' }),
      ]),
    );
    const run = await world.call(api.startRun, { params: { flowId: id }, body: { message: {} } });
    await untilRun(run.ok ? run.value.runId : '', 'done');
    const [code] = await openOf(name);
    await map(code?.id ?? '', 'lost');
    const events = async (of: string) => {
      const list = await world.call(api.listTopicEvents, { params: { topic: of }, query: {} });
      return list.ok ? list.value.events.map(({ eventId }) => eventId) : [];
    };
    await expect.poll(() => events(topic), { timeout: 10_000 }).toEqual(['lost', 'unknown']);
    expect(await events(`before.${id}`)).toHaveLength(1);
  });

  it('let a run wait, and it goes on by itself', async () => {
    const name = await tableOf();
    const flow = lookupFlow(name, ", { missing: 'wait' }");
    await world.publish(flow);
    const runId = await started(flow, { code: 'ZZ' });
    await untilRun(runId, 'waiting');
    expect(await openOf(name)).toMatchObject([{ key: 'ZZ', waiting: 1 }]);
    expect(await exceptionsOf(flow.id)).toEqual([]);
  });

  it('are settled by a file that has them, and put down again when they go', async () => {
    const name = await tableOf();
    const flow = lookupFlow(name, ", { missing: 'queue' }");
    await world.publish(flow);
    const runId = await started(flow, { code: 'ZZ' });
    await untilRun(runId, 'exception');
    const csv = 'carrier,shop\nZZ,lost\n';
    await world.call(api.importTable, { params: { name }, body: { csv, dryRun: false } });
    expect(await given(runId)).toMatchObject({ status: 'lost' });
    expect(await openOf(name)).toEqual([]);
    await publish(name, 2, { changes: { put: [], remove: [{ key: 'ZZ' }] } });
    const later = await started(flow, { code: 'ZZ' });
    await untilRun(later, 'exception');
    expect(await openOf(name)).toMatchObject([{ key: 'ZZ', count: 2, waiting: 1 }]);
  });

  it('come with values they are like', async () => {
    const name = await tableOf(fresh('status'), [row('delivered-ok', 'delivered'), row('OFD', 'on-its-way')]);
    const flow = lookupFlow(name, ", { missing: 'queue' }");
    await world.publish(flow);
    await untilRun(await started(flow, { code: 'DELIVERED' }), 'exception');
    const [code] = await openOf(name);
    const read = await world.call(api.getUnmapped, { params: { id: code?.id ?? '' } });
    expect(read.ok && read.value.likely[0]).toMatchObject({ value: 'delivered', because: 'delivered' });
    expect(await world.call(api.dismissUnmapped, { params: { id: code?.id ?? '' }, body: {} })).toMatchObject({
      ok: true,
    });
    expect(await openOf(name)).toEqual([]);
  });

  it('are not put down by test runs and previews', async () => {
    const name = await tableOf();
    const flow = lookupFlow(name, ", { missing: 'queue', default: 'unknown' }");
    await world.call(api.createFlow, { body: { flow } });
    const body = { flow, message: { code: 'ZZ' } };
    const run = await world.call(api.testRun, { params: { flowId: flow.id }, body });
    expect(run.ok && (await given(run.value.runId))).toMatchObject({ status: 'unknown' });
    const source = `export default (input) => t.lookup('${name}', input.code, { missing: 'queue', default: '?' });`;
    const samples = { source, inputs: [{ code: 'DEL' }, { code: 'ZZ' }] };
    expect(await world.call(api.previewScript, { body: samples })).toMatchObject({
      ok: true,
      value: { results: [{ value: 'delivered' }, { value: '?' }] },
    });
    expect(await openOf(name)).toEqual([]);
  });
});

async function exceptionsOf(flow: string) {
  const list = await world.call(api.listExceptions, { query: { flow } });
  return list.ok ? list.value.exceptions : [];
}
