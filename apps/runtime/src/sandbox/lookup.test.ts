import { indexTable, type TableContent } from '@lockstep/schema/tables';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLookupTables } from './child/lookup-tables.ts';
import type { TableText } from './frame.ts';
import { createSandbox } from './sandbox.ts';
import { NOW_MS, scriptCall } from './testing.ts';
import type { Sandbox, SandboxTable } from './types.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ size: 1 });
});
afterAll(() => sandbox.close());

const content: TableContent = {
  columns: [
    { name: 'carrier', unique: true },
    { name: 'shop', unique: false },
    { name: 'erp', unique: true },
  ],
  rows: [
    { cells: { carrier: 'DEL', shop: 'delivered', erp: '10' } },
    { cells: { carrier: 'OFD', shop: 'on-its-way' } },
    { cells: { carrier: 'OLD', shop: 'then' }, until: '2026-01-01' },
    { cells: { carrier: 'OLD', shop: 'now', erp: '20' }, from: '2026-01-01' },
    { cells: { carrier: 'constructor', shop: 'x' } },
  ],
  tests: [],
};

function textOf({ columns, rows }: TableContent): TableText {
  const ms = (time: string | undefined) => (time === undefined ? null : Date.parse(time));
  return {
    columns,
    codes: columns.map(({ name }) => rows.map(({ cells }) => cells[name] ?? '')),
    from: rows.map(({ from }) => ms(from)),
    until: rows.map(({ until }) => ms(until)),
  };
}

const table = (name: string, version: number, of: TableContent): SandboxTable => ({
  key: `${name}@${version}`,
  content: Buffer.from(JSON.stringify(textOf(of))),
});
const status = table('status', 1, content);

const ask = (code: string, tables: Record<string, readonly SandboxTable[]> = { status: [status] }) =>
  sandbox.call(scriptCall(`export default (input) => ${code};`, {}, { tables }));

it.each([
  ["t.lookup('status', 'DEL')", 'delivered'],
  ["t.lookup('status', '10', { from: 'erp' })", 'DEL'],
  ["t.lookup('status', 'DEL', { to: 'erp' })", '10'],
  ["t.lookup('status', 'OLD')", 'now'],
  ["t.lookup('status', 'OLD', { at: '2025-12-31' })", 'then'],
  ["t.lookup('status', 'constructor')", 'x'],
  ["t.lookup('status', 'ZZ', { default: null })", null],
  ["t.lookup('status', null, { default: 'none' })", 'none'],
  ["t.lookup('status', 7, { missing: 'pass' })", 7],
  ["t.xref('status', 'erp', '10')", 'DEL'],
  ["t.xref('status', 'erp', '10', 'shop')", 'delivered'],
  ["t.xref('status', 'carrier', 'DEL')", 'DEL'],
  ["t.xref('status', 'carrier', 'OLD', 'shop', { at: '2025-12-31' })", 'then'],
  ["t.xref('status', 'carrier', 'OFD', 'erp', { missing: 'fail', default: '?' })", '?'],
  ["t.xref('status', 'erp', '99', 'shop', { missing: 'pass' })", '99'],
] as const)('%s is %j', async (code, value) => {
  expect(await ask(code)).toEqual({ ok: true, value });
});

it.each([
  ["t.lookup('nowhere', 'DEL')", /t\.lookup\('nowhere'\): there is no table "nowhere" here/],
  ["t.lookup('status', 'DEL', { to: 'wms' })", /no column "wms"/],
  ["t.lookup('status', 'delivered', { from: 'shop' })", /may stand in several rows; make the column unique/],
  ["t.lookup('status', { a: 1 })", /is no key to look up/],
  ["t.lookup('status', 'x'.repeat(501))", /501 characters is in no table/],
] as const)('%s is an error of the script', async (code, message) => {
  const result = await ask(code);
  expect(result).toMatchObject({ ok: false, error: { code: 'SCRIPT_ERROR' } });
  expect(result.ok ? '' : result.error.message).toMatch(message);
});

it('a code that is in no table fails by a code of its own, and is told', async () => {
  const unmapped = { table: 'status', key: 'ZZ', from: 'carrier', to: 'shop', outcome: 'fail' };
  expect(await ask("t.lookup('status', 'ZZ')")).toMatchObject({
    ok: false,
    error: {
      code: 'UNMAPPED',
      message: 'RangeError: the table "status" has no shop for the carrier "ZZ"',
      line: 1,
      unmapped,
    },
    unmapped: [unmapped],
  });
});

it('a code that is put down for a person is told, once, whether the script went on or not', async () => {
  const miss = { table: 'status', key: 'ZZ', from: 'carrier', to: 'shop' };
  const code = "[1, 2].map(() => t.lookup('status', 'ZZ', { missing: 'queue', default: 'unknown' }))";
  expect(await ask(code)).toEqual({
    ok: true,
    value: ['unknown', 'unknown'],
    unmapped: [{ ...miss, outcome: 'default' }],
  });
  expect(await ask("t.lookup('status', 'ZZ', { missing: 'wait' })")).toMatchObject({
    ok: false,
    unmapped: [{ ...miss, outcome: 'wait' }],
  });
  // Nothing at all is no code that a person could map.
  expect(await ask("t.lookup('status', '', { missing: 'queue' })")).toMatchObject({ unmapped: [{ outcome: 'fail' }] });
});

it('a cross-reference asks a person for a code of a system that nobody has mapped to the canonical one', async () => {
  expect(await ask("t.xref('status', 'erp', '99')")).toMatchObject({
    ok: false,
    unmapped: [{ table: 'status', key: '99', from: 'erp', to: 'carrier', outcome: 'queue' }],
  });
});

it('what one call looked up is not told of the next, and a log stays beside it', async () => {
  const code = "(console.log('here'), t.lookup('status', 'ZZ', { missing: 'queue', default: 0 }))";
  expect(await ask(code)).toMatchObject({ ok: true, value: 0, logs: ['here'], unmapped: [{ key: 'ZZ' }] });
  expect(await ask("t.lookup('status', 'DEL')")).toEqual({ ok: true, value: 'delivered' });
});

it('of two versions the first that has the code counts, code by code', async () => {
  const later = table('status', 2, {
    ...content,
    rows: [{ cells: { carrier: 'DEL', shop: 'changed' } }, { cells: { carrier: 'ZZ', shop: 'found' } }],
  });
  const code = "['DEL', 'ZZ'].map((key) => t.lookup('status', key))";
  expect(await ask(code, { status: [status, later] })).toEqual({ ok: true, value: ['delivered', 'found'] });
  expect(await ask(code, { status: [later, status] })).toEqual({ ok: true, value: ['changed', 'found'] });
});

it('an author cannot make up a code that nobody looked up, nor reach what asks', async () => {
  const code = `(() => {
    try { t.lookup('status', 'ZZ'); } catch (error) { throw Object.assign(new error.constructor('mine'), { unmapped: { table: 'x' } }); }
  })()`;
  expect(await ask(code)).toMatchObject({ ok: false, error: { code: 'SCRIPT_ERROR' } });
  expect(await ask('Object.isFrozen(t.lookup) && Object.isFrozen(t)')).toEqual({ ok: true, value: true });
});

it('expressions may look things up too', async () => {
  const expressions = { '/url': "'/' + t.lookup('status', input.code)" };
  const call = {
    program: { key: 'e', units: [{ id: 'node', kind: 'expressions', expressions }] },
    unit: 'node',
    scope: { input: { code: 'DEL' }, steps: {}, trigger: {}, run: { id: 'r', flowId: 'f', startedAt: '' } },
    seed: 's',
    nowMs: NOW_MS,
    tables: { status: [status] },
  } as const;
  expect(await sandbox.call(call)).toEqual({ ok: true, value: { '/url': '/delivered' } });
});

it('the child finds exactly what the table itself says', () => {
  const tables = createLookupTables();
  tables.add(1, textOf(content));
  tables.use('{"status":[1]}');
  const index = indexTable(content);
  for (const from of ['', 'carrier', 'shop', 'erp', 'nope'])
    for (const to of ['', 'carrier', 'shop', 'erp'])
      for (const key of ['DEL', 'OLD', '10', '20', 'ZZ', 'toString'])
        for (const at of ['2025-06-01', '2026-01-01', '2026-06-01']) {
          const atMs = Date.parse(at);
          const said = tables.ask('status', key, from, to, atMs);
          const found = index.find({ key, from: from || undefined, to: to || undefined, atMs });
          const want =
            found.kind === 'found'
              ? `=${found.value}`
              : found.kind === 'missing'
                ? `?${JSON.stringify({ from: found.from, to: found.to })}`
                : `!${found.message}`;
          expect(said).toBe(want);
        }
});

it('100,000 rows are in the memory of the child once, and outside of the limit of the script', async () => {
  const rows = Array.from({ length: 100_000 }, (_, at) => ({
    cells: { carrier: `sku-${at}`, shop: `gid://shop/ProductVariant/${at}`, erp: `MAT-${at}` },
  }));
  const large = table('sku', 1, { ...content, rows });
  const code = "Array.from({ length: 1000 }, (_, at) => t.lookup('sku', 'sku-' + at * 99)).length";
  const call = scriptCall(`export default () => ${code};`, {}, { tables: { sku: [large] }, memoryMb: 8 });
  expect(await sandbox.call(call)).toEqual({ ok: true, value: 1000 });
  expect(await sandbox.call(call)).toEqual({ ok: true, value: 1000 });
});
