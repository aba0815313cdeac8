import type { Flow, FlowNode } from '@lockstep/schema/graph';
import { RETRY } from './asked.ts';
import { drawn, step } from './drawn.ts';

/** How one ERP takes a sales order back. */
interface Books {
  readonly system: string;
  /** What people call it. */
  readonly name: string;
  readonly how: string;
  /** The step that takes it back, and by which ports it leaves: taken back, or too late with `why`. */
  readonly take: FlowNode;
  readonly ports: { readonly taken: string; readonly late: string };
  /** What the step calls an order that is not there. */
  readonly unknown: string;
}

function cancelSalesOrder({ system, name, how, take, ports, unknown }: Books): Flow {
  const message = { reference: '#1001', number: '4711', system };
  const answer = (status: string, more = '') =>
    `={ reference: steps.called.reference, number: steps.called.number, system: '${system}', status: '${status}'${more} }`;
  return drawn(
    {
      id: `cancel-sales-order-${system}`,
      name: `Cancel sales order (${name})`,
      settings: {
        layer: 'system',
        description: `Offers the capability "Cancel sales order" by ${name}: ${how}; the document stays for auditors.`,
        owner: 'ERP',
        speaksFor: ['ERP'],
      },
      tests: [
        {
          ...{ id: 'cancelled', name: 'Nothing of it has left', node: 'called', message },
          replies: { [take.id]: [{ port: ports.taken, value: {} }] },
          expect: {
            path: [take.id, 'cancelled'],
            outputs: { cancelled: { number: '4711', system, status: 'cancelled' } },
          },
        },
        {
          ...{ id: 'too-late', name: 'All of it was delivered', node: 'called', message },
          replies: { [take.id]: [{ port: ports.late, value: { why: 'all of it was delivered' } }] },
          expect: {
            path: [take.id, 'too-late'],
            outputs: { 'too-late': { status: 'too-late', reason: 'all of it was delivered' } },
          },
        },
      ],
    },
    [
      step('called', 'callable', 'What is not to be sold', {
        capability: 'cancel-sales-order',
        errors: { [unknown]: 'order-unknown' },
      }),
      take,
      step('cancelled', 'return', 'It counts no more', { value: answer('cancelled') }),
      step('too-late', 'return', 'Too late', { value: answer('too-late', ', reason: input.why') }),
    ],
    [`called.out > ${take.id}`, `${take.id}.${ports.taken} > cancelled`, `${take.id}.${ports.late} > too-late`],
    [
      ['called', take.id, 'cancelled'],
      ['', '', 'too-late'],
    ],
  );
}

const PATIENT = { retry: RETRY, timeoutMs: 15_000 };

/** Offers to take a sales order of S/4HANA back: every item that was not delivered is rejected. */
export const cancelSalesOrderS4 = cancelSalesOrder({
  system: 's4hana',
  name: 'S/4HANA',
  how: 'rejects every item that was not delivered',
  take: step(
    'reject',
    'sap.reject-document',
    'Reject its items',
    { connection: 'sap', kind: 'sales-order', document: '=input.number', whenTooLate: 'leave' },
    PATIENT,
  ),
  ports: { taken: 'rejected', late: 'kept' },
  unknown: 'sap-document-unknown',
});

/** Offers to take a sales order of Business Central back: its lines are left with what was shipped. */
export const cancelSalesOrderBc = cancelSalesOrder({
  system: 'business-central',
  name: 'Business Central',
  how: 'leaves its lines with what was shipped',
  take: step(
    'shorten',
    'business-central.cancel-sales-order',
    'Leave what was shipped',
    { connection: 'business-central', number: '=input.number' },
    PATIENT,
  ),
  ports: { taken: 'cancelled', late: 'kept' },
  unknown: 'bc-order-unknown',
});
