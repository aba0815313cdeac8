/** An order as the program needs it: who bought, and what one piece of each line earns. */
export const piecesOf = `type Row = Record<string, any>;

const cents = (amount: string) => Math.round(Number(amount) * 100);

export default defineMap((input: Row) => {
  const order: Row = input.payload;
  return {
    reference: order.reference,
    email: order.customer?.email ?? '',
    // A whole point for each whole unit of what one piece cost, so that parcels and returns add up to what was kept, in any order.
    pieces: order.lines.map((line: Row) => {
      const off = (line.discounts ?? []).reduce((sum: number, { amount }: Row) => sum + cents(amount.amount), 0);
      const piece = cents(line.unitPrice.amount) - Math.ceil(off / line.quantity);
      return { id: line.id, sku: line.sku, points: Math.max(0, Math.floor(piece / 100)) };
    }),
  };
});
`;

/** What the lines that were told of are worth; a line is known by its id in the shop, else by its article. */
export const pointsOf = `type Row = Record<string, any>;

export default defineMap((input: Row, t, ctx: any) => {
  const order: Row = input.value ?? input.payload;
  const told: Row = ctx.steps.told;
  const pieceOf = ({ id, lineItem, sku }: Row) =>
    order.pieces.find((piece: Row) => piece.id === String(id ?? lineItem)) ??
    order.pieces.find((piece: Row) => piece.sku === sku);
  const strange = told.payload.lines.filter((line: Row) => !pieceOf(line));
  if (strange.length > 0) {
    throw new RangeError(order.reference + ' has no ' + strange.map(({ sku }: Row) => sku).join(', ') + '.');
  }
  const points = told.payload.lines.reduce((sum: number, line: Row) => sum + pieceOf(line).points * line.quantity, 0);
  // A parcel of many lines has a long name, and a reference has an end.
  const name: string = told.eventId;
  const reference = name.length <= 100 ? name : order.reference + '/' + t.sha256(name).slice(0, 32);
  return { order: order.reference, email: order.email, points, reference };
});
`;
