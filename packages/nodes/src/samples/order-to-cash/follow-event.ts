/**
 * One event about a group, held against what is still open of it: which lines it is about, what is left and what is lost after it. What
 * was told before, under whatever id, changes nothing.
 */
export const followEvent = `type Row = Record<string, any>;

export default function map(input: Row, ctx: { steps: Record<string, any> }) {
  const told: Row = input.payload;
  const state: Row = ctx.steps.follow;
  const { order, group } = ctx.steps.called;
  // What is taken off the shelf after somebody asked for it is what was asked for.
  const cancelling: boolean = state.cancelling === true || told.kind === 'cancel-asked';
  const what: string = cancelling && told.kind === 'lost' ? 'cancelled' : told.kind;
  const ends = ['shipped', 'lost', 'cancelled'].includes(what);
  const left: Row[] = state.left.map((line: Row) => ({ ...line }));
  const lines: Row[] = [];
  for (const { sku, quantity } of told.lines ?? []) {
    let wanted: number = quantity ?? Infinity;
    for (const line of left.filter((one) => one.sku === sku && one.quantity > 0)) {
      const count = Math.min(wanted, line.quantity);
      if (count <= 0) continue;
      wanted -= count;
      lines.push({ id: line.id, sku, quantity: count });
      if (ends) line.quantity -= count;
    }
  }
  const open = left.filter((line) => line.quantity > 0);
  const lost: Row[] = what === 'lost' ? [...state.lost, ...lines] : state.lost;
  const before: Row[] = state.cancelled ?? [];
  const cancelled: Row[] = what === 'cancelled' ? [...before, ...lines] : before;
  const name = order.reference + '/' + group.id;
  const skus = lines.map(({ sku }) => sku).join('+');
  return {
    kind: lines.length === 0 ? 'nothing' : what,
    at: told.at,
    lines,
    // Lines of which nothing is left: they have the state of their last piece.
    whole: lines.filter(({ id }) => !ends || !open.some((line) => line.id === id)).map(({ id }) => id),
    isLast: open.length === 0 && lost.length === 0,
    // Told of every line of the group, it holds for the group.
    isWhole: lines.length > 0 && group.lines.every(({ id }: Row) => lines.some((line) => line.id === id)),
    expectedOn: told.expectedOn ?? null,
    tracking: told.tracking ?? '',
    carrier: told.carrier ?? '',
    reason: told.reason ?? '',
    // The same change told twice is one change: it is known by what it says.
    change: [name, what, skus, what === 'shipped' ? told.tracking : (told.expectedOn ?? '')].join('/'),
    delivery: (order.reference + '/' + (told.tracking ?? '')).slice(-35),
    next: { left: open, lost, cancelled, cancelling },
  };
}
`;
