import { catalogue } from '@lockstep/nodes/catalogue';
import { runs } from '@lockstep/nodes/runs';
import { samples, sampleTables } from '@lockstep/nodes/samples';
import { contracts } from '@lockstep/schema/contracts';
import { bindingsOf, cloneFlow, diffFlows, diffLines, type Flow, validateFlow } from '@lockstep/schema/graph';
import type { TableContent } from '@lockstep/schema/tables';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/index.ts';
import { createContractChecker } from '../contracts.ts';
import { withFixedTables } from '../tables/fixed-tables.ts';
import { runFlowTest } from './run-flow-test.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ size: 1 });
});
afterAll(() => sandbox.close());

const first = samples.find(({ id }) => id === 'carrier-status') as Flow;
const WORDS = [
  ['Zustellung erfolgt', 'delivered', '40'],
  ['Unterwegs', 'on-its-way', '20'],
] as const;
/** All that the second carrier brings: its words, in a table like that of the first. */
const itsTable: TableContent & { readonly name: string } = {
  ...{ name: 'carrier-status-paketpost', title: 'Status of Paketpost' },
  columns: [
    { name: 'carrier', unique: true },
    { name: 'shop', unique: false },
    { name: 'erp', unique: false },
  ],
  rows: WORDS.map(([carrier, shop, erp]) => ({ cells: { carrier, shop, erp } })),
  tests: [],
};

it('R47: a second carrier is one mapping table and a binding: the flow differs in its address and its table, and in nothing else', async () => {
  expect(bindingsOf(first)).toMatchObject({
    tables: ['carrier-status'],
    paths: [{ node: 'update', path: 'carrier/status' }],
  });
  const second = cloneFlow(first, {
    ...{ id: 'carrier-status-paketpost', name: 'Carrier status, Paketpost' },
    tables: { 'carrier-status': itsTable.name },
    paths: { update: 'carrier/paketpost' },
  });
  expect(validateFlow(second, catalogue)).toEqual([]);
  const changes = diffFlows(first, second);
  const fields = changes.flatMap((change) => ('fields' in change ? change.fields : []));
  expect(changes.map(({ type }) => type)).toEqual(['node.changed', 'node.changed', 'flow.changed']);
  expect(fields.map(({ path }) => path)).toEqual(['/params/path', '/params/script', '/id', '/name']);
  // Of the script one line differs, and of that line the name of the table.
  const [, script] = fields;
  const lines = diffLines(String(script?.before), String(script?.after)).filter(
    ({ kind }) => kind === 'added' || kind === 'removed',
  );
  expect(lines.map(({ text }) => text.replaceAll(`'${itsTable.name}'`, "'carrier-status'"))).toEqual(
    Array(2).fill("  status: t.lookup('carrier-status', src.status, { missing: 'queue', default: 'unknown' }),"),
  );

  // And its words come out in the words of the shop.
  const message = {
    carrier: 'Paketpost',
    trackingNumber: 'P-1',
    status: 'Zustellung erfolgt',
    at: '2026-11-27T07:45:00Z',
  };
  const told = { topic: 'shipment.status', key: 'P-1', payload: { status: 'delivered', raw: message.status } };
  const test = { id: 't', name: 'T', message, expect: { published: [told] } };
  const tables = withFixedTables(sandbox, [...sampleTables, itsTable]);
  const parts = { catalogue, runs, sandbox: tables, contracts: createContractChecker(contracts) };
  expect(await runFlowTest(second, test, parts)).toMatchObject({ ok: true, differences: [] });
  expect(await runFlowTest(first, test, parts)).toMatchObject({ ok: false });
});
