/** Who sends which line, by the table "sourcing"; lines that are cancelled or never ship are left out. */
export const sourceLines = `type Row = Record<string, any>;

export default defineMap((order: Row, t) => {
  const lines: Row[] = order.lines
    .filter((line: Row) => line.shippable !== false)
    .map((line: Row) => ({
      id: line.id,
      sku: line.sku,
      title: (line.name ?? line.sku).slice(0, 200),
      quantity: line.quantity - (line.cancelledQuantity ?? 0),
      source: t.lookup('sourcing', line.sku, { to: 'source', default: 'BER-1' }),
      kind: t.lookup('sourcing', line.sku, { to: 'kind', default: 'warehouse' }),
      fallback: t.lookup('sourcing', line.sku, { to: 'fallback', default: '' }),
      fallbackKind: t.lookup('sourcing', line.sku, { to: 'fallbackKind', default: '' }),
    }))
    .filter((line: Row) => line.quantity > 0);
  const sources = [...new Set(lines.map((line) => line.source))];
  return {
    reference: order.reference,
    externalId: order.externalId,
    placedAt: order.placedAt,
    shipTo: order.shipTo ?? order.billTo ?? null,
    expectedOn: new Date(Date.parse(order.placedAt) + 2 * 86_400_000).toISOString().slice(0, 10),
    groups: sources.map((source) => {
      const own = lines.filter((line) => line.source === source);
      return { id: source, source, kind: own[0].kind, reservation: null, lines: own };
    }),
    unfilled: [],
  };
});
`;

/**
 * The plan after a turn of reservations. What a source has not is asked of the other one that the table names, once; what
 * nobody has is left unfilled. Groups that hold a reservation stay as they are.
 */
export const resourceLines = `type Row = Record<string, any>;

export default function map(input: Row, ctx: { steps: Record<string, any> }) {
  const plan: Row = ctx.steps.turns;
  const answers: Row[] = input.results;
  const groups: Row[] = plan.groups.filter((group: Row) => group.reservation !== null);
  const unfilled: Row[] = [...plan.unfilled];
  const moving: Row[] = [];
  for (const { id, reservation, short } of answers) {
    const group = plan.groups.find((one: Row) => one.id === id);
    if (reservation !== null) {
      groups.push({ ...group, reservation });
      continue;
    }
    const stays = group.lines.filter((line: Row) => !short.includes(line.sku));
    if (stays.length > 0) groups.push({ ...group, lines: stays });
    for (const line of group.lines.filter((one: Row) => short.includes(one.sku))) {
      if (line.fallback === '') unfilled.push(line);
      else moving.push({ ...line, source: line.fallback, kind: line.fallbackKind, fallback: '' });
    }
  }
  // Beside a group that holds a reservation already a source gets another one, with a number.
  for (const source of [...new Set(moving.map((line) => line.source))]) {
    const lines = moving.filter((line) => line.source === source);
    const open = groups.find((group) => group.source === source && group.reservation === null);
    if (open) {
      open.lines = [...open.lines, ...lines];
      continue;
    }
    const before = groups.filter((group) => group.source === source).length;
    const id = before === 0 ? source : source + '+' + (before + 1);
    groups.push({ id, source, kind: lines[0].kind, reservation: null, lines });
  }
  return { ...plan, groups, unfilled };
}
`;
