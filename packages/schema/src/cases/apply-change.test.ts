import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyCaseChange, missExpectations } from './apply-change.ts';
import { type Case, CaseChange } from './case.ts';
import { orderState } from './order-state.ts';

const order = { kind: 'order', key: '1001' };
const at = (minute: number) => `2026-11-27T10:${String(minute).padStart(2, '0')}:00Z`;
const change = (minute: number, told: Partial<CaseChange>) => CaseChange.parse({ at: at(minute), ...told });

/** A case after changes, in the order in which they arrive. */
function after(...changes: readonly CaseChange[]): Case {
  const last = changes.reduce<Case | undefined>((known, each) => applyCaseChange(order, known, each).after, undefined);
  if (!last) throw new Error('No change was given.');
  return last;
}

const placed = change(0, {
  title: 'Two mugs',
  lines: [
    { id: '1', title: 'Blue mug', quantity: 1, group: 'DUB-1' },
    { id: '2', title: 'Red mug', quantity: 1, group: 'supplier' },
  ],
  groups: [{ id: 'DUB-1' }, { id: 'supplier' }],
  expected: [{ name: 'shipped', part: 'DUB-1', by: at(30) }],
});
const states = ({ state, lines, groups }: Case) => [
  state,
  ...lines.map((line) => line.state),
  ...groups.map((group) => group.state),
];

describe('an order with two fulfilment groups', () => {
  it('is partially fulfilled when the warehouse has shipped and the supplier is late, and one case all the time', () => {
    const shipped = change(5, { groups: [{ id: 'DUB-1', state: 'shipped' }] });
    const late = change(6, { groups: [{ id: 'supplier', state: 'delayed' }] });
    expect(states(after(placed))).toEqual(['received', 'received', 'received', 'received', 'received']);
    expect(states(after(placed, shipped, late))).toEqual([
      'partially_fulfilled',
      'shipped',
      'delayed',
      'shipped',
      'delayed',
    ]);
  });

  it('tells each change of each part once', () => {
    const shipped = change(5, { groups: [{ id: 'DUB-1', state: 'shipped' }], visible: true });
    const { entries, after: known } = applyCaseChange(order, after(placed), shipped);
    const stamp = { at: at(5), visible: true };
    expect(entries).toEqual([
      { type: 'part', ...stamp, part: 'DUB-1', partKind: 'group', from: 'received', to: 'shipped' },
      { type: 'part', ...stamp, part: '1', partKind: 'line', text: 'Blue mug', from: 'received', to: 'shipped' },
      { type: 'state', ...stamp, from: 'received', to: 'partially_fulfilled' },
    ]);
    expect(applyCaseChange(order, known, shipped)).toEqual({ after: known, entries: [] });
  });

  it('is not moved back by a message that was overtaken, and says that it came', () => {
    const known = after(placed, change(9, { lines: [{ id: '1', state: 'shipped' }] }));
    const { after: same, entries } = applyCaseChange(
      order,
      known,
      change(4, { lines: [{ id: '1', state: 'allocated' }] }),
    );
    expect(same).toEqual(known);
    expect(entries).toMatchObject([{ type: 'late', part: '1', from: 'shipped', to: 'allocated' }]);
  });

  it('refuses what contradicts it: nothing ships that was cancelled, nothing is cancelled that has shipped', () => {
    const known = after(placed, change(2, { lines: [{ id: '1', state: 'shipped' }] }));
    const cancelled = applyCaseChange(order, known, change(3, { state: 'cancelled' }));
    expect(states(cancelled.after).slice(0, 3)).toEqual(['fulfilled', 'shipped', 'cancelled']);
    expect(cancelled.entries).toContainEqual({
      type: 'refused',
      at: at(3),
      part: '1',
      partKind: 'line',
      text: 'Blue mug',
      from: 'shipped',
      to: 'cancelled',
    });
    const shipped = applyCaseChange(order, cancelled.after, change(4, { lines: [{ id: '2', state: 'shipped' }] }));
    expect(shipped.after).toEqual(cancelled.after);
    expect(shipped.entries).toMatchObject([{ type: 'refused', part: '2', from: 'cancelled', to: 'shipped' }]);
    const invented = applyCaseChange(order, known, change(5, { lines: [{ id: '1', state: 'eaten' }] }));
    expect(invented.entries).toMatchObject([{ type: 'refused', to: 'eaten' }]);
  });

  it('keeps each document once, and the newest title', () => {
    const document = { type: 'sales order', id: '4711', system: 'sap' };
    const told = change(1, { documents: [document], title: 'Mugs' });
    const known = after(placed, told, { ...told, at: at(2) });
    expect([known.title, known.documents]).toEqual(['Mugs', [document]]);
  });
});

describe('what is expected', () => {
  it('is met by its milestone, in time or late', () => {
    const reached = (minute: number) =>
      after(placed, change(minute, { reached: [{ name: 'shipped', part: 'DUB-1' }] }));
    expect(reached(29)).toMatchObject({ expected: [], milestones: [{ name: 'shipped', part: 'DUB-1', at: at(29) }] });
    expect(reached(31).milestones).toMatchObject([{ late: true }]);
  });

  it('is found missing once, when its moment has come', () => {
    expect(missExpectations(after(placed), at(29)).entries).toEqual([]);
    const missed = missExpectations(after(placed), at(30));
    expect(missed.entries).toEqual([{ type: 'missed', at: at(30), text: 'shipped', by: at(30), part: 'DUB-1' }]);
    expect(missExpectations(missed.after, at(40)).entries).toEqual([]);
  });

  it('can be moved to a later moment, and ends with what it is about', () => {
    const moved = change(10, { expected: [{ name: 'shipped', part: 'DUB-1', by: at(50) }] });
    expect(missExpectations(after(placed, moved), at(40)).entries).toEqual([]);
    expect(after(placed, change(10, { state: 'cancelled' })).expected).toEqual([]);
    expect(after(placed, change(10, { groups: [{ id: 'DUB-1', state: 'cancelled' }] })).expected).toEqual([]);
  });
});

it('a case of a known kind without lines goes through its own states, one of another kind through any', () => {
  const step = (kind: string, states: readonly string[]) =>
    states.reduce<Case | undefined>(
      (known, state, minute) => applyCaseChange({ kind, key: 'x' }, known, change(minute, { state })).after,
      undefined,
    )?.state;
  expect(step('return', ['requested', 'approved', 'received', 'approved', 'refunded'])).toBe('refunded');
  expect(step('shipment', ['out_for_delivery', 'exception', 'in_transit', 'delivered', 'in_transit'])).toBe(
    'delivered',
  );
  expect(step('loyalty', ['gold', 'silver', 'gold'])).toBe('gold');
});

it.each([
  [['received', 'received'], 'received'],
  [['allocated', 'allocated'], 'confirmed'],
  [['allocated', 'delayed'], 'delayed'],
  [['released', 'released'], 'in_fulfilment'],
  [['shipped', 'delayed'], 'partially_fulfilled'],
  [['shipped', 'delivered'], 'fulfilled'],
  [['delivered', 'cancelled'], 'delivered'],
  [['returned', 'delivered'], 'partially_returned'],
  [['returned', 'cancelled'], 'returned'],
  [['cancelled', 'cancelled'], 'cancelled'],
])('an order whose lines are %j is %s', (lines, state) => {
  expect(orderState(lines.map((each) => ({ state: each })))).toBe(state);
});

it('messages that arrive in any order, and twice, leave the same states', () => {
  const story = [
    placed,
    change(1, { lines: [{ id: '1', state: 'allocated' }] }),
    change(2, { lines: [{ id: '1', state: 'released' }] }),
    change(3, { groups: [{ id: 'DUB-1', state: 'shipped' }] }),
    change(4, { lines: [{ id: '2', state: 'delayed' }] }),
    change(5, { groups: [{ id: 'supplier', state: 'shipped' }] }),
    change(6, {
      lines: [
        { id: '1', state: 'delivered' },
        { id: '2', state: 'delivered' },
      ],
    }),
  ];
  const [first, ...rest] = story as [CaseChange, ...CaseChange[]];
  const whole = states(after(...story));
  const shuffled = fc.shuffledSubarray([...rest, ...rest], { minLength: rest.length * 2 });
  fc.assert(
    fc.property(shuffled, (arrived) => {
      expect(states(after(first, ...arrived))).toEqual(whole);
    }),
  );
});
