import type { Flow, FlowNode } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { drawn, step } from './drawn.ts';

/** How one system takes back what it held. */
interface Keeper {
  readonly head: Pick<Flow, 'id' | 'name'> & { readonly description: string; readonly owner: string };
  /** The step with the id "back", the port it leaves by and what it says then. */
  readonly back: { readonly node: FlowNode; readonly port: string; readonly reply: Json };
  /** What became of it, as an expression of that reply. */
  readonly status: string;
  readonly request: { readonly reference: string; readonly reservationId: string };
}

/** Offers to give stock back that was held for an order. Where nothing was held nothing is asked of the system. */
export function releaseInventory({ head, back, status, request }: Keeper): Flow {
  const { description, owner, ...named } = head;
  const { reference } = request;
  return drawn(
    {
      ...named,
      settings: { layer: 'system', description, owner, speaksFor: ['fulfilment'] },
      tests: [
        {
          ...{ id: 'released', name: 'Given back', node: 'called', message: request },
          replies: { back: [{ port: back.port, value: back.reply }] },
          expect: { path: ['held', 'back', 'give'], outputs: { give: { reference, status: 'released' } } },
        },
        {
          ...{ id: 'nothing', name: 'Nothing was held', node: 'called', message: { reference } },
          expect: { path: ['held', 'nothing'], outputs: { nothing: { status: 'unknown' } } },
        },
      ],
    },
    [
      step('called', 'callable', 'Stock not needed', { capability: 'release-inventory' }),
      step('held', 'switch', 'Was anything held?', {
        cases: [{ name: 'yes', when: '=input.reservationId !== undefined' }],
      }),
      step('nothing', 'return', 'Nothing', { value: "={ reference: input.reference, status: 'unknown' }" }),
      back.node,
      step('give', 'return', 'Released', { value: `={ reference: steps.called.reference, status: ${status} }` }),
    ],
    ['called.out > held', 'held.yes > back', 'held.otherwise > nothing', `back.${back.port} > give`],
    [
      ['called', 'held', 'back', 'give'],
      ['', '', 'nothing'],
    ],
  );
}
