import type { Flow, FlowNode, RetryPolicy } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { drawn, step } from './drawn.ts';

/** A place that does not answer within about half a minute is one that has nothing; nobody waits longer for a promise. */
const PATIENCE: RetryPolicy = { maxAttempts: 4, baseMs: 1_000, capMs: 15_000, jitter: 0.2 };
const REQUEST = { reference: '#1001/X', location: 'X', lines: [{ sku: 'MUG-BLUE', quantity: 2 }] };
const AWAY = { fail: { kind: 'transient', code: 'http-503', message: 'It is away (503).' } } as const;

/** How one system holds stock, and gives it back. */
export interface Keeper {
  readonly head: Pick<Flow, 'id' | 'name'> & { readonly description: string; readonly owner: string };
  /** Codes of its failures, as callers know them. */
  readonly errors: Readonly<Record<string, string>>;
  /** The step that holds all lines, with its port when they are held; the other one is `short`. */
  readonly hold: { readonly type: string; readonly params: Readonly<Record<string, Json>>; readonly held: string };
  /** What the step that holds says, as expressions over its output. */
  readonly says: {
    readonly id: string;
    readonly location: string;
    readonly quantity: string;
    /** Our code for the article it calls `sku`. */
    readonly sku: string;
  };
  /** Gives back what was held, by what `hold` said, and leaves by this port. */
  readonly back: { readonly node: FlowNode; readonly port: string; readonly reply: Json };
  /** Answers of `hold` for its tests: all is there, one is short. */
  readonly replies: { readonly held: Json; readonly short: Json; readonly reservationId: string };
}

/** Offers reservations of one system: all lines, or nothing; a place that is away has nothing, where the caller wants that. */
export function reserveInventory({ head, errors, hold, says, back, replies }: Keeper): Flow {
  const { description, owner, ...named } = head;
  const holding = (id: string, name: string) =>
    step(id, hold.type, name, { ...hold.params }, { retry: PATIENCE, timeoutMs: 10_000 });
  const given = (status: string) => ({ reference: '#1001/X', status });
  return drawn(
    {
      ...named,
      settings: { layer: 'system', description, owner, speaksFor: ['fulfilment'] },
      tests: [
        {
          id: 'held',
          name: 'All is in stock',
          node: 'called',
          message: REQUEST,
          replies: { hold: [{ port: hold.held, value: replies.held }] },
          expect: {
            path: ['away', 'hold', 'held'],
            outputs: { held: { ...given('reserved'), reservationId: replies.reservationId } },
          },
        },
        {
          id: 'short',
          name: 'One piece is missing: what was held is given back',
          node: 'called',
          message: REQUEST,
          replies: {
            hold: [{ port: 'short', value: replies.short }],
            back: [{ port: back.port, value: back.reply }],
          },
          expect: {
            path: ['away', 'hold', 'back', 'short'],
            outputs: { short: { ...given('short'), lines: [{ sku: 'MUG-BLUE', quantity: 0, short: 1 }] } },
          },
        },
        {
          id: 'away',
          name: 'It is away, and the caller looks elsewhere then',
          node: 'called',
          message: { ...REQUEST, whenAway: 'short' },
          replies: { ask: [AWAY] },
          expect: {
            path: ['away', 'ask', 'nothing'],
            outputs: { nothing: { ...given('short'), lines: [{ short: 2 }], reason: 'It is away (503).' } },
          },
        },
        {
          id: 'fails',
          name: 'It is away, and the caller waits for it',
          node: 'called',
          message: REQUEST,
          replies: { hold: [AWAY] },
          expect: { status: 'exception', path: ['away', 'hold'], exception: { code: 'http-503' } },
        },
      ],
    },
    [
      step('called', 'callable', 'Stock wanted', { capability: 'reserve-inventory', errors: { ...errors } }),
      step('away', 'switch', 'What if it is away?', {
        cases: [{ name: 'short', when: "=input.whenAway === 'short'" }],
      }),
      holding('hold', 'Hold all lines'),
      holding('ask', 'Hold all lines, or look elsewhere'),
      step('held', 'return', 'Reserved', {
        value: `={ reference: steps.called.reference, reservationId: ${says.id}, status: 'reserved', location: ${says.location}, lines: input.lines.map(({ sku, ...line }) => ({ sku: ${says.sku}, quantity: line.${says.quantity}, short: line.short })) }`,
      }),
      back.node,
      step('short', 'return', 'Short', {
        value: `={ reference: steps.called.reference, status: 'short', lines: (steps.hold?.lines ?? steps.ask?.lines ?? []).map(({ sku, short }) => ({ sku: ${says.sku}, quantity: 0, short })) }`,
      }),
      step('nothing', 'return', 'It cannot be asked', {
        value:
          "={ reference: steps.called.reference, status: 'short', lines: steps.called.lines.map(({ sku, quantity }) => ({ sku, quantity: 0, short: quantity })), reason: input.error.message }",
      }),
    ],
    [
      'called.out > away',
      'away.otherwise > hold',
      'away.short > ask',
      ...['hold', 'ask'].flatMap((from) => [`${from}.${hold.held} > held`, `${from}.short > back`]),
      'ask.error > nothing',
      `back.${back.port} > short`,
    ],
    [
      ['called', 'away', 'hold', 'held'],
      ['', '', 'ask', 'back', 'short'],
      ['', '', '', 'nothing'],
    ],
  );
}
