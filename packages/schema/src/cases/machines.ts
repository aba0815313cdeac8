/** The states something goes through, in the order of its life. */
export interface Machine {
  /** How far along each state is; states of one number stand beside one another. */
  readonly progress: Readonly<Record<string, number>>;
  /** States that nothing leaves: what says otherwise contradicts them. */
  readonly final: readonly string[];
  /** The farthest progress from which a final state can still be reached. */
  readonly lastExit: number;
  /** Moves back that do happen. */
  readonly back?: Readonly<Record<string, readonly string[]>>;
}

/** Lines and fulfilment groups of an order. */
export const PART_STATES: Machine = {
  progress: {
    received: 0,
    allocated: 1,
    backordered: 1,
    delayed: 1,
    released: 2,
    shipped: 3,
    delivered: 4,
    returned: 5,
    cancelled: 9,
  },
  final: ['cancelled'],
  lastExit: 2,
  back: { released: ['delayed', 'backordered'] },
};

/** An order as a whole. It is told from its lines where there are any (`orderState`). */
const ORDER_STATES: Machine = {
  progress: {
    received: 0,
    confirmed: 1,
    delayed: 1,
    in_fulfilment: 2,
    partially_fulfilled: 3,
    fulfilled: 4,
    delivered: 5,
    partially_returned: 6,
    returned: 7,
    cancelled: 9,
  },
  final: ['cancelled'],
  lastExit: 2,
  back: { in_fulfilment: ['delayed'] },
};

const RETURN_STATES: Machine = {
  progress: {
    requested: 0,
    approved: 1,
    in_transit: 2,
    received: 3,
    inspected: 4,
    credited: 5,
    refunded: 6,
    closed: 7,
    rejected: 9,
    cancelled: 9,
  },
  final: ['rejected', 'cancelled'],
  lastExit: 4,
  // A refund that is refused takes the credit memo back with it.
  back: { credited: ['received', 'inspected'] },
};

const SHIPMENT_STATES: Machine = {
  progress: { announced: 0, in_transit: 1, exception: 1, out_for_delivery: 2, delivered: 3, returned: 4, cancelled: 9 },
  final: ['cancelled'],
  lastExit: 1,
  back: { out_for_delivery: ['exception', 'in_transit'] },
};

const MACHINES: ReadonlyMap<string, Machine> = new Map([
  ['order', ORDER_STATES],
  ['return', RETURN_STATES],
  ['shipment', SHIPMENT_STATES],
]);

/** The states of cases of a kind; `undefined` where any word will do. */
export function machineOf(kind: string): Machine | undefined {
  return MACHINES.get(kind);
}

/** States in which nothing is expected of a case any more. */
export const CLOSED_STATES: ReadonlySet<string> = new Set([
  'delivered',
  'returned',
  'cancelled',
  'closed',
  'rejected',
  'refunded',
]);

/** Whether a case in this state is closed: nothing is expected of it any more. A later message opens it again. */
export function isClosed(state: string): boolean {
  return CLOSED_STATES.has(state);
}

export interface Move {
  readonly from: string | undefined;
  readonly to: string;
  /** When it happened, epoch milliseconds. */
  readonly at: number;
  /** When what holds now happened. */
  readonly since: number | undefined;
}

/**
 * What a message that tells of a new state means. `moved`: it holds from now on. `same`: it holds already. `late`: it was
 * overtaken by a later one, as happens where messages are not in order. `refused`: it contradicts what is known.
 */
export type Verdict = 'moved' | 'same' | 'late' | 'refused';

/** Steps may be skipped, for messages get lost and overtake one another; going back is for messages that are late. */
export function judgeMove(machine: Machine | undefined, { from, to, at, since }: Move): Verdict {
  if (from === to) return 'same';
  const isOlder = since !== undefined && at < since;
  if (machine === undefined) return isOlder ? 'late' : 'moved';
  const next = progressOf(machine, to);
  if (next === undefined) return 'refused';
  if (from === undefined) return 'moved';
  if (machine.final.includes(from)) return 'refused';
  const present = progressOf(machine, from) ?? 0;
  if (machine.final.includes(to)) return present > machine.lastExit ? 'refused' : 'moved';
  if (next > present) return 'moved';
  const mayGoBack = next === present || machine.back?.[from]?.includes(to) === true;
  return mayGoBack && !isOlder ? 'moved' : 'late';
}

function progressOf({ progress }: Machine, state: string): number | undefined {
  return Object.hasOwn(progress, state) ? progress[state] : undefined;
}
