/** A segment, or a loop that begins with it, at its place in a transaction. */
export interface Item {
  readonly segment: string;
  /** Name of its field in the data. */
  readonly name: string;
  /** A list in the data. */
  readonly isMany: boolean;
  /** Most times it may come. */
  readonly max: number;
  readonly isRequired: boolean;
  /** What follows the first segment of a loop; undefined for a segment that stands alone. */
  readonly items?: readonly Item[];
}

/** A transaction set of X12, or a message type of EDIFACT. */
export interface SetDef {
  readonly id: string;
  readonly name: string;
  /** Functional identifier of its group in X12. */
  readonly functionalId: string;
  readonly items: readonly Item[];
}

const LINE = /^([A-Z0-9]{2,3}) (\w+)(!)?(\*\d*)?( \{)?$/;

/**
 * The items of a transaction, from lines `SEG name`, in their order: `!` is mandatory, `*` comes any number of times, `*5` five
 * times at most. `{` begins a loop, which ends at `}`.
 *
 * @throws Error when a line cannot be read: definitions are part of the program
 */
export function itemsOf(text: string): readonly Item[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const read = (from: number): { readonly items: readonly Item[]; readonly next: number } => {
    const items: Item[] = [];
    let at = from;
    while (at < lines.length && lines[at] !== '}') {
      const line = lines[at] ?? '';
      const found = LINE.exec(line);
      if (!found) throw new Error(`"${line}" describes no segment`);
      const [, segment = '', name = '', required, many, loop] = found;
      const inner = loop ? read(at + 1) : undefined;
      items.push({
        segment,
        name,
        isMany: many !== undefined,
        max: many === undefined ? 1 : Number(many.slice(1) || Number.POSITIVE_INFINITY),
        isRequired: required === '!',
        ...(inner && { items: inner.items }),
      });
      at = (inner?.next ?? at) + 1;
    }
    return { items, next: at };
  };
  return read(0).items;
}

export function setOf(id: string, functionalId: string, name: string, text: string): SetDef {
  return { id, name, functionalId, items: itemsOf(text) };
}
