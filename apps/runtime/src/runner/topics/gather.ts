/** An event that waits, as far as gathering asks. */
interface Waiting {
  readonly bucket: string;
  /** Of its payload. */
  readonly bytes: number;
}

export interface Gathered<Event> {
  /** Gatherings that are closed, in the order in which they were, each with its events in order. */
  readonly closed: readonly { readonly bucket: string; readonly events: readonly Event[] }[];
  /** What waits on, in order. */
  readonly open: readonly Event[];
  /** How many events were looked at; the others are as if they had not come. */
  readonly taken: number;
}

/**
 * Puts events, oldest first, into gatherings by bucket. One is closed as soon as it has `maxEvents`, when the next event would
 * make it larger than `maxBytes`, and at the end when its bucket is due. An event that is too large alone is a gathering. Stops
 * when `maxClosed` are closed, but not before one more event, if that alone closes two.
 */
export function gather<Event extends Waiting>(
  events: Iterable<Event>,
  limits: { readonly maxEvents: number; readonly maxBytes: number; readonly maxClosed: number },
  due: ReadonlySet<string>,
): Gathered<Event> {
  const closed: { bucket: string; events: Event[] }[] = [];
  const open = new Map<string, { events: Event[]; bytes: number }>();
  const close = (bucket: string) => {
    const gathering = open.get(bucket);
    if (gathering) closed.push({ bucket, events: gathering.events });
    open.delete(bucket);
  };
  const order = new Map<Event, number>();
  for (const event of events) {
    if (closed.length >= limits.maxClosed) break;
    order.set(event, order.size);
    const { bucket, bytes } = event;
    if ((open.get(bucket)?.bytes ?? 0) + bytes > limits.maxBytes) close(bucket);
    const gathering = open.get(bucket) ?? { events: [], bytes: 0 };
    gathering.events.push(event);
    gathering.bytes += bytes;
    open.set(bucket, gathering);
    if (gathering.events.length >= limits.maxEvents) close(bucket);
  }
  for (const bucket of [...open.keys()]) {
    if (due.has(bucket) && closed.length < limits.maxClosed) close(bucket);
  }
  const left = [...open.values()].flatMap((gathering) => gathering.events);
  return { closed, open: left.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)), taken: order.size };
}
