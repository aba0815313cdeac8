import type { BoardName } from '@lockstep/schema/api';

/** The boards in the order of their tabs, with what one finds there. */
export const BOARD_TABS: readonly { readonly name: BoardName; readonly title: string; readonly hint: string }[] = [
  { name: 'today', title: 'Today', hint: 'Are orders in time, what waits, and what must a person do now?' },
  { name: 'orders', title: 'Orders', hint: 'How long orders take, and what becomes of them' },
  { name: 'exceptions', title: 'Exceptions', hint: 'Causes, versions, and how they were settled' },
  { name: 'sla', title: 'Promises', hint: 'Which stages keep their time' },
  { name: 'stock', title: 'Stock', hint: 'How fresh stock is in every channel' },
  { name: 'returns', title: 'Returns', hint: 'How long customers wait for their money' },
  { name: 'systems', title: 'Systems', hint: 'Rates, failures and breakers of every system' },
  { name: 'engine', title: 'Engine', hint: 'Whether Lockstep itself keeps up' },
];
