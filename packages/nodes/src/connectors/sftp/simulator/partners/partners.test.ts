import { expect, it, onTestFinished } from 'vitest';
import { readX12 } from '../../../../formats/edi/x12/read.ts';
import { createRandom } from '../../../../simulators/kit/random.ts';
import { createFileTree } from '../../../kit/files/simulator/file-tree.ts';
import { interchangeOf } from './interchange.ts';
import type { PartnerFaults } from './mailroom.ts';
import { createSupplier } from './supplier.ts';
import { createWarehouse } from './warehouse.ts';

/** Partners whose time passes when the test says so. */
function world(faults: PartnerFaults & { readonly shortPick?: number } = {}) {
  let now = Date.UTC(2026, 10, 27, 9);
  const waiting: { at: number; work: () => void }[] = [];
  const folders = ['/supplier/orders', '/supplier/out', '/warehouse/orders', '/warehouse/out'];
  const tree = createFileTree({ clock: () => now, maxBytes: 1e7, maxFiles: 1e4, folders });
  const common = {
    tree,
    clock: () => now,
    faults: () => faults,
    paceMs: 1_000,
    later: (ms: number, work: () => void) => void waiting.push({ at: now + ms, work }),
  };
  const supplier = createSupplier({ ...common, draws: createRandom('t', 'supplier') });
  const warehouse = createWarehouse({
    ...common,
    draws: createRandom('t', 'wh'),
    shortPick: () => faults.shortPick ?? 0,
  });
  onTestFinished(() => expect(waiting.length).toBe(0));
  const pass = () => {
    for (
      let next = waiting.sort((a, b) => a.at - b.at).shift();
      next;
      next = waiting.sort((a, b) => a.at - b.at).shift()
    ) {
      now = Math.max(now, next.at);
      next.work();
    }
  };
  let sent = 0;
  const send = (set: string, receiver: string, data: object, controlNumber = ++sent) => {
    const path = `/${receiver.toLowerCase()}/orders/${set}-${controlNumber}.x12`;
    const text = interchangeOf({ sender: 'RETAILER', receiver, controlNumber, at: now }, set, data as never);
    tree.write(path, Buffer.from(text));
    (receiver === 'SUPPLIER' ? supplier : warehouse).take(path);
  };
  const read = (path: string) => readX12(tree.read(path)?.content.toString() ?? '');
  const out = (folder: string) =>
    tree
      .files()
      .map(({ path }) => path)
      .filter((path) => path.startsWith(`/${folder}/out/`));
  const sets = (folder: string) =>
    out(folder).map((path) => path.slice(path.lastIndexOf('/') + 1, path.lastIndexOf('/') + 4));
  return { supplier, warehouse, send, pass, out, sets, read, tree };
}

const po = (purchaseOrder: string) => ({
  order: { purpose: '00', type: 'DS', purchaseOrder, date: '2026-11-27' },
  lines: ['MUG-BLUE', 'CAP-RED', 'NO-SUCH'].map((id, at) => ({
    line: String(at + 1),
    quantity: 2,
    unit: 'EA',
    unitPrice: 10,
    products: [{ qualifier: 'VN', id }],
  })),
  totals: { lineCount: 3 },
});

it('a supplier answers an order with 997, 855, 856 and 810, all of which are good X12', () => {
  const { send, pass, out, sets, read, supplier } = world();
  send('850', 'SUPPLIER', po('PO-1'));
  pass();
  expect(sets('supplier')).toEqual(['997', '855', '856', '810']);
  const all = out('supplier').map(read);
  expect(all.map(({ issueCount, transactions }) => [issueCount, transactions[0]?.status])).toEqual(
    Array(4).fill([0, 'accepted']),
  );
  const lines = all[1]?.transactions[0]?.data?.lines as { acknowledgements: { status: string }[] }[];
  expect(lines.map(({ acknowledgements: [said] }) => said?.status)).toEqual(['IA', 'IB', 'IR']);
  expect(all[3]?.transactions[0]?.data).toMatchObject({
    invoice: { purchaseOrder: 'PO-1' },
    total: { total: '20.00' },
  });
  expect(supplier.state()).toMatchObject({ received: 1, orderedTwice: 0, stock: { 'MUG-BLUE': 99_998 } });
});

it('an interchange that comes again is acknowledged and not carried out; an order that does is counted', () => {
  const { send, pass, sets, supplier } = world();
  send('850', 'SUPPLIER', po('PO-1'), 7);
  send('850', 'SUPPLIER', po('PO-1'), 7);
  pass();
  expect(supplier.state()).toMatchObject({ repeated: 1, orderedTwice: 0 });
  expect(sets('supplier').filter((set) => set === '855')).toHaveLength(1);
  send('850', 'SUPPLIER', po('PO-1'), 8);
  pass();
  expect(supplier.state()).toMatchObject({ orderedTwice: 1, orders: [{ purchaseOrder: 'PO-1', times: 2 }] });
});

it('a file with a wrong count comes again, right, when we refuse it', () => {
  const faults = { wrongCount: 1 };
  const { send, pass, out, read, tree, supplier } = world(faults);
  send('850', 'SUPPLIER', po('PO-1'));
  pass();
  const wrong = out('supplier').find((path) => path.includes('/855-')) ?? '';
  expect(read(wrong).transactions[0]?.status).toBe('rejected');
  const group = /GS\*PR\*[^*]*\*[^*]*\*[^*]*\*[^*]*\*(\d+)/.exec(tree.read(wrong)?.content.toString() ?? '')?.[1];
  send('997', 'SUPPLIER', {
    group: { functionalId: 'PR', controlNumber: Number(group) },
    transactions: [{ set: '855', controlNumber: '0001', result: { status: 'R', codes: [{ code: '4' }] } }],
    result: { status: 'R', included: 1, received: 1, accepted: 0 },
  });
  pass();
  const again = out('supplier').filter((path) => path.includes('/855-'));
  expect([again.length, read(again[1] ?? '').issueCount, supplier.state().sentAgain]).toEqual([2, 0, 1]);
});

it('an order that is refused by a 997 is not carried out', () => {
  const { send, pass, sets, out, read } = world({ rejectOrder: 1 });
  send('850', 'SUPPLIER', po('PO-1'));
  pass();
  expect(sets('supplier')).toEqual(['997']);
  expect(read(out('supplier')[0] ?? '').transactions[0]?.data).toMatchObject({ result: { status: 'R', accepted: 0 } });
});

it('files lie there half for a moment, and come twice with one control number', () => {
  const { send, pass, out, read, tree } = world({ partialFile: 1, duplicateFile: 1 });
  send('850', 'SUPPLIER', po('PO-1'));
  expect(tree.read(out('supplier')[0] ?? '')?.content.toString()).not.toContain('IEA');
  pass();
  const files = out('supplier').filter((path) => path.includes('/855-'));
  expect(new Set(files.map((path) => read(path).interchanges[0]?.key)).size).toBe(1);
  expect(files).toHaveLength(2);
});

it('files come from a stranger, or in another charset', () => {
  const faults = { strangerFile: 1, foreignCharset: 0 };
  const { send, pass, out, read, tree } = world(faults);
  send('850', 'SUPPLIER', po('PO-1'));
  pass();
  const newest = () => out('supplier').findLast((path) => path.includes('/855-')) ?? '';
  expect(read(newest()).interchanges).toMatchObject([{ sender: 'STRANGER' }]);
  faults.foreignCharset = 1;
  send('850', 'SUPPLIER', po('PO-2'));
  pass();
  const content = tree.read(newest())?.content;
  expect(content?.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xfe]));
  expect(content?.toString('utf16le')).toContain('ISA*');
});

it('tells its stock', () => {
  const { supplier, pass, out, read } = world();
  supplier.tellStock('RETAILER');
  pass();
  expect(read(out('supplier')[0] ?? '')).toMatchObject({ issueCount: 0, transactions: [{ set: '846' }] });
});

it('a warehouse ships a 940, and says in its 945 what was short', () => {
  const { send, pass, sets, out, read, warehouse } = world({ shortPick: 1 });
  send('940', 'WAREHOUSE', {
    order: { status: 'N', order: 'WO-1' },
    groups: [{ number: 1, lines: [{ quantity: 3, unit: 'EA', products: [{ qualifier: 'SK', id: 'MUG-BLUE' }] }] }],
    totals: { ordered: 3 },
  });
  pass();
  expect(sets('warehouse')).toEqual(['997', '945']);
  expect(read(out('warehouse')[1] ?? '')).toMatchObject({
    issueCount: 0,
    transactions: [{ data: { groups: [{ lines: [{ ordered: 3, shipped: 2, difference: 1, status: 'CP' }] }] } }],
  });
  expect(warehouse.state().orders).toEqual([
    { order: 'WO-1', lines: [{ sku: 'MUG-BLUE', ordered: 3, shipped: 2 }], times: 1 },
  ]);
});
