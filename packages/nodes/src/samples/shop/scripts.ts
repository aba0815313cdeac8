/** What is different in an order of the shop from what was known of it, in words for a person. Older news changes nothing. */
export const whatChanged = `type Row = Record<string, any>;

export default function map(_: unknown, ctx: { steps: Record<string, any> }) {
  const now: Row = ctx.steps.order;
  const before: Row | undefined = ctx.steps.before?.value?.order ?? ctx.steps.sold?.payload;
  const rank = (order: Row): string => new Date(order.updatedAt ?? order.placedAt).toISOString();
  const isOld = before !== undefined && rank(before) > rank(now);
  const words = before === undefined || isOld ? [] : [...lines(before, now), ...address(before, now), ...note(before, now)];
  const cancelled = !isOld && now.cancelledAt !== undefined && before?.cancelledAt === undefined;
  return { order: now, rank: rank(now), isOld, isFirst: before === undefined, cancelled, text: words.join(' ') };
}

const wanted = (line: Row): number => line.quantity - (line.cancelledQuantity ?? 0);

function lines(before: Row, now: Row): string[] {
  const told: string[] = [];
  for (const line of now.lines) {
    const was = before.lines.find(({ id }: Row) => id === line.id);
    if (was === undefined) told.push(wanted(line) + ' x ' + line.sku + ' came to it.');
    else if (wanted(was) !== wanted(line)) told.push(wanted(line) + ' x ' + line.sku + ' instead of ' + wanted(was) + '.');
  }
  for (const was of before.lines) {
    if (!now.lines.some(({ id }: Row) => id === was.id)) told.push(was.sku + ' is gone from it.');
  }
  return told;
}

function address(before: Row, now: Row): string[] {
  const [was, is] = [before.shipTo, now.shipTo].map((one) => JSON.stringify(one ?? null));
  if (was === is) return [];
  const to: Row = now.shipTo ?? {};
  return ['It goes to ' + [to.name, ...(to.street ?? []), to.postalCode, to.city, to.country].filter(Boolean).join(', ') + '.'];
}

function note(before: Row, now: Row): string[] {
  return before.note === now.note || now.note === undefined ? [] : ['Note: ' + now.note];
}
`;

/** A refund of the shop as lines of a credit memo, whose sum is the money that was given back, to the smallest digit of its currency. */
export const toCreditLines = `type Row = Record<string, any>;

export default function map(refund: Row) {
  const paid = (refund.transactions ?? []).filter(({ kind, status }: Row) => kind === 'refund' && status === 'success');
  const amounts: string[] = paid.map(({ amount }: Row) => String(amount));
  const digits = Math.max(2, ...amounts.map((amount) => (amount.split('.')[1] ?? '').length));
  // In the smallest digit, so that no amount becomes a float.
  const units = (amount: string): number => {
    const [whole, part = ''] = amount.split('.');
    return Number(whole + part.padEnd(digits, '0'));
  };
  const print = (value: number): string => {
    const plain = String(value).padStart(digits + 1, '0');
    return plain.slice(0, -digits) + '.' + plain.slice(-digits);
  };
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
  const given = sum(amounts.map(units));
  const items: Row[] = (refund.refund_line_items ?? []).filter(({ quantity }: Row) => quantity > 0);
  const weights = items.map(({ subtotal, total_tax }: Row) => Number(subtotal) + Number(total_tax ?? 0));
  const all = sum(weights);
  let left = given;
  const lines = items.map(({ line_item, quantity }, at) => {
    const share = at === items.length - 1 ? left : Math.floor(given * (all === 0 ? 1 / items.length : weights[at] / all) + 1e-9);
    left -= share;
    return { sku: line_item.sku, quantity, amount: print(share) };
  });
  const currency = paid[0]?.currency ?? '';
  return { id: String(refund.id), order: refund.order_id, note: refund.note ?? '', isMoney: given > 0, amount: print(given), currency, lines };
}
`;
