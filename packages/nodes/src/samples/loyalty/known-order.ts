import type { FlowEdge, FlowNode } from '@lockstep/schema/graph';
import { step } from '../order-to-cash/step.ts';
import { pointsOf } from './scripts.ts';
import { LOYALTY_ORDER, LOYALTY_ORDERS } from './topics.ts';

const WEEK_MS = 7 * 86_400_000;
/** A program that is away for an hour is waited for; its keys make it harmless. */
export const PATIENT = { retry: { maxAttempts: 10, baseMs: 500, capMs: 60_000, jitter: 0.3 } };

/**
 * What both directions begin with: the order, for which they wait where they come before it, the points of the lines, and the member.
 *
 * @param order expression for the reference of the order
 */
export function knownOrder(order: string): readonly FlowNode[] {
  return [
    step(['known', 'read-value', 'Is the order known?'], { collection: LOYALTY_ORDERS, key: order }),
    step(['early', 'wait-for-event', 'Wait for the order'], { topic: LOYALTY_ORDER, key: order, timeoutMs: WEEK_MS }),
    step(['stranger', 'fail', 'Nobody knows the order'], {
      code: 'order-unknown',
      message: "='Nobody here accepted order ' + steps.told.key + ', of which we were told a week ago.'",
    }),
    step(['points', 'map', 'What is it worth?'], { script: pointsOf }),
    step(['worth', 'filter', 'Is it worth anything?'], {
      when: "=input.points > 0 && input.email !== ''",
      reason: "=input.email === '' ? 'Nobody knows who bought it.' : 'It is not worth a point.'",
    }),
    step(
      ['member', 'loyalty.read-balance', 'Who is the member?'],
      { connection: 'loyalty', by: 'email', value: '=input.email' },
      { policy: PATIENT },
    ),
    step(['guest', 'log', 'No member'], {
      level: 'info',
      message: "=steps.points.order + ' was bought by no member.'",
    }),
    step(['two', 'fail', 'Two members with one address'], {
      kind: 'refused',
      code: 'member-ambiguous',
      message: "='Several members have the address of order ' + steps.points.order + ': merge them in the program.'",
    }),
  ];
}

export const knownOrderEdges: readonly FlowEdge[] = [
  { from: 'told', port: 'out', to: 'known' },
  { from: 'known', port: 'found', to: 'points' },
  { from: 'known', port: 'missing', to: 'early' },
  { from: 'early', port: 'received', to: 'points' },
  { from: 'early', port: 'timeout', to: 'stranger' },
  { from: 'points', port: 'out', to: 'worth' },
  { from: 'worth', port: 'pass', to: 'member' },
  { from: 'member', port: 'no-member', to: 'guest' },
  { from: 'member', port: 'ambiguous', to: 'two' },
];

/** For tests of the flows. */
export const ORDER_KNOWN = {
  reference: '#1001',
  email: 'jana.mueller@example.com',
  pieces: [
    { id: '1', sku: 'MUG-BLUE', points: 12 },
    { id: '2', sku: 'LAMP-OAK', points: 89 },
  ],
};
export const MEMBER = { account: 'acc-1', customer: 'C1', balance: 0, lifetimePoints: 0, expiring: [] };
