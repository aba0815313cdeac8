import type { Flow } from '@lockstep/schema/graph';
import { drawn, step } from './drawn.ts';

const CHECK = {
  ...{ promotion: 'BLACK-FRIDAY', kind: 'promotion', sku: 'MUG-BLUE' },
  price: { amount: '10.00', currency: 'EUR' },
};
const LIMITS = {
  ...{ sku: 'MUG-BLUE', system: 's4hana', validUntil: '9999-12-31' },
  ...{ list: { amount: '12.50', currency: 'EUR' }, lowest: { amount: '9.00', currency: 'EUR' } },
};
const limits = [{ port: 'out', value: LIMITS }];

/** What the table allows for this kind of promotion, against what the books say. Amounts are compared in hundredths of a cent. */
const DECIDE = `type Row = Record<string, any>;

export default defineMap((limits: Row, t: Row, ctx: Row) => {
  const { promotion, kind, sku, price } = ctx.steps.asked;
  const rule = (to: string) => Number(t.lookup('price-rules', kind, { to, default: t.lookup('price-rules', 'other', { to }) }));
  const [discount, below] = [rule('discount'), rule('below')];
  const parts = (money: Row) => Math.round(Number(money.amount) * 10000);
  const words = (value: number) => (value / 10000).toFixed(2) + ' ' + price.currency;
  const [asked, list] = [parts(price), parts(limits.list)];
  const violations: { code: string; message: string }[] = [];
  const against = (code: string, message: string) => violations.push({ code, message });
  const deepest = Math.round(list * (1 - discount / 100));
  if (asked < deepest) {
    const off = ((1 - asked / list) * 100).toFixed(1);
    against('discount-too-deep', words(asked) + ' is ' + off + ' % below the list price of ' + words(list) + '; "' + kind + '" allows ' + discount + ' %.');
  }
  if (limits.lowest) {
    const lowest = Math.round(parts(limits.lowest) * (1 - below / 100));
    if (asked < lowest) against('below-limit', words(asked) + ' is below ' + words(lowest) + ', the lowest price allowed for "' + kind + '".');
  }
  if (limits.highest && asked > parts(limits.highest)) {
    against('above-limit', words(asked) + ' is above ' + words(parts(limits.highest)) + ', the highest price allowed.');
  }
  const { list: listed, lowest, highest } = limits;
  return {
    promotion, sku, price,
    allowed: violations.length === 0,
    violations,
    limits: { list: listed, ...(lowest && { lowest }), ...(highest && { highest }) },
    rule: { kind, discount, below },
  };
});
`;

/**
 * Whether a promotion may have its price, answered at once. The limits are those of the books, by a capability; the rule stands in a
 * table, whose newest version holds. A price that is not allowed is answered so, and goes to the exceptions for a person (R23).
 */
export const priceCheck: Flow = drawn(
  {
    id: 'price-check',
    name: 'Price check API',
    settings: {
      layer: 'experience',
      description:
        'Answers whether a promotion may have its price: the limits come from the books, the rule from the table "price-rules". What is not allowed is answered so, and is an exception with its reason.',
      owner: 'Pricing',
      speaksFor: [],
    },
    tests: [
      {
        id: 'allowed',
        name: 'Within what the rule and the books allow',
        node: 'asked',
        message: CHECK,
        replies: { limits },
        expect: {
          path: ['limits', 'decide', 'answer', 'allowed'],
          response: { status: 200, body: { allowed: true, violations: [], rule: { kind: 'promotion', discount: 30 } } },
        },
      },
      {
        id: 'too-low',
        name: 'Below the limit of the books, and too deep',
        node: 'asked',
        message: { ...CHECK, price: { amount: '8.00', currency: 'EUR' } },
        replies: { limits },
        expect: {
          status: 'exception',
          response: {
            status: 200,
            body: { allowed: false, violations: [{ code: 'discount-too-deep' }, { code: 'below-limit' }] },
          },
          exception: { code: 'price-violation' },
        },
      },
      {
        id: 'clearance',
        name: 'The same price is allowed to a clearance',
        node: 'asked',
        message: { ...CHECK, kind: 'clearance', price: { amount: '8.00', currency: 'EUR' } },
        replies: { limits },
        expect: { response: { status: 200, body: { allowed: true } } },
      },
      {
        id: 'unknown',
        name: 'The books have no price for it',
        node: 'asked',
        message: { ...CHECK, sku: 'NOTHING' },
        replies: { limits: [{ fail: { kind: 'refused', code: 'price-unknown', message: 'There is no price.' } }] },
        expect: {
          status: 'exception',
          response: { status: 422, body: { allowed: false, violations: [{ code: 'price-unknown' }] } },
          exception: { code: 'price-violation' },
        },
      },
    ],
  },
  [
    step('asked', 'webhook', 'May it cost so much?', {
      path: 'api/price-checks',
      verify: { scheme: 'none' },
      contract: 'price-check@1',
      businessKey: "=input.promotion + '/' + input.sku",
      respond: 'flow',
      deadlineMs: 2_000,
    }),
    step('limits', 'call-capability', 'Limits of the books', {
      capability: 'query-price-limits',
      message:
        '={ sku: input.sku, currency: input.price.currency, ...(input.startsOn !== undefined && { on: input.startsOn }) }',
    }),
    // The rule that holds now, without publishing the flow again.
    step('decide', 'map', 'Is it allowed?', { script: DECIDE }, { tables: 'live' }),
    step('answer', 'respond', 'Answer', { status: 200, body: '=input' }),
    step('allowed', 'switch', 'Is it a violation?', {
      cases: [{ name: 'violation', when: '=steps.decide.violations.length > 0' }],
    }),
    step('violation', 'fail', 'For a person', {
      kind: 'refused',
      code: 'price-violation',
      message:
        "='Promotion ' + steps.asked.promotion + ', ' + steps.asked.sku + ': ' + steps.decide.violations.map(({ message }) => message).join(' ')",
      details: '=steps.decide',
    }),
    step('unknown', 'respond', 'There is no price', {
      status: 422,
      body: '={ promotion: steps.asked.promotion, sku: steps.asked.sku, price: steps.asked.price, allowed: false, violations: [{ code: input.error.code, message: input.error.message }] }',
    }),
    step('no-limits', 'fail', 'For a person too', {
      kind: 'refused',
      code: 'price-violation',
      message:
        "='Promotion ' + steps.asked.promotion + ', ' + steps.asked.sku + ': ' + input.body.violations[0].message",
    }),
  ],
  [
    'asked.out > limits',
    'limits.out > decide',
    'limits.error > unknown',
    'decide.out > answer',
    'answer.out > allowed',
    'allowed.violation > violation',
    'unknown.out > no-limits',
  ],
  [
    ['asked', 'limits', 'decide', 'answer', 'allowed', 'violation'],
    ['', '', 'unknown', 'no-limits'],
  ],
);
