/** What the warehouse tells, as facts about a group: each parcel, each short pick, each stop once, whatever was lost on the way. */
export const fromWarehouse = `type Row = Record<string, any>;

export default function map(input: Row) {
  const { shipment } = input;
  const at = String(shipment.orderRef).lastIndexOf('/');
  const order = at < 0 ? shipment.orderRef : shipment.orderRef.slice(0, at);
  const facts: Row[] = (shipment.packages ?? []).map((parcel: Row) => ({
    id: shipment.id + '/' + parcel.trackingNumber,
    kind: 'shipped',
    lines: parcel.lines,
    tracking: parcel.trackingNumber,
    carrier: parcel.carrier,
  }));
  const short: Row[] = shipment.lines.filter((line: Row) => line.short > 0);
  if (short.length > 0) {
    const lines = short.map((line) => ({ sku: line.sku, quantity: line.short }));
    facts.push({ id: shipment.id + '/short', kind: 'lost', lines, reason: 'not found where it should be' });
  }
  if (shipment.status === 'cancelled') {
    const lines = shipment.lines.map((line: Row) => ({ sku: line.sku, quantity: line.quantity - line.short }));
    const rest = lines.filter((line: Row) => line.quantity > 0);
    if (rest.length > 0) facts.push({ id: shipment.id + '/stopped', kind: 'lost', lines: rest, reason: 'stopped' });
  }
  // It leaves when it has its label.
  if (input.type === 'shipment.packed' && shipment.status === 'packed') {
    const packed = shipment.lines.map((line: Row) => ({ sku: line.sku, quantity: line.picked }));
    const lines = packed.filter((line: Row) => line.quantity > 0);
    facts.push({ id: shipment.id + '/packed', kind: 'packed', lines, place: shipment.warehouse });
  }
  // Of what is collected in a shop: told that it was, it must have been ready before.
  const whole = shipment.lines.map((line: Row) => ({ sku: line.sku, quantity: line.picked }));
  if (['ready', 'collected'].includes(shipment.status)) {
    facts.push({ id: shipment.id + '/ready', kind: 'ready', lines: whole });
  }
  if (shipment.status === 'collected') facts.push({ id: shipment.id + '/collected', kind: 'collected', lines: whole });
  return { order, name: shipment.orderRef, facts: facts.map((fact) => ({ ...fact, at: input.occurredAt })) };
}
`;

/** What a supplier tells: a day for lines that are late, lines it does not send, parcels. */
export const fromSupplier = `type Row = Record<string, any>;

export default function map(input: Row) {
  const { payload, notificationId, eventTime } = input;
  const skuOf = (item: Row): string => {
    const theirs = item.vendorProductIdentifier;
    return t.lookup('sku', theirs, { from: 'supplier', to: 'shop', missing: 'queue', default: theirs });
  };
  const said: Row = payload.orderAcknowledgements?.[0] ?? payload.shipmentConfirmations?.[0] ?? {};
  const name: string = said.purchaseOrderNumber ?? '';
  const order = name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : name;
  const facts: Row[] = [];
  for (const item of said.itemAcknowledgements ?? []) {
    const lines = [{ sku: skuOf(item) }];
    const id = notificationId + '/' + item.itemSequenceNumber;
    const day = item.scheduledShipDate?.slice(0, 10) ?? null;
    if (item.acknowledgementCode === 'Backordered') facts.push({ id, kind: 'delayed', lines, expectedOn: day });
    if (item.acknowledgementCode === 'Rejected') {
      facts.push({ id, kind: 'lost', lines, reason: item.rejectionReason ?? 'rejected' });
    }
  }
  for (const parcel of said.containers ?? []) {
    facts.push({
      id: name + '/' + parcel.trackingNumber,
      kind: 'shipped',
      lines: said.items.map((item: Row) => ({ sku: skuOf(item), quantity: item.shippedQuantity.amount })),
      tracking: parcel.trackingNumber,
      carrier: parcel.carrier,
    });
  }
  const at = said.shipmentDetails?.shippedDate ?? said.acknowledgementDate ?? eventTime;
  return { order, name, facts: facts.map((fact) => ({ ...fact, at })) };
}
`;
