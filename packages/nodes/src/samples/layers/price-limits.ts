import type { Flow } from '@lockstep/schema/graph';
import { odataFound, RETRY, s4 } from './asked.ts';
import { drawn, step } from './drawn.ts';

const QUERY = { sku: 'MUG-BLUE', currency: 'EUR', on: '2026-11-27' };
const CONDITION = {
  ...{ Material: 'MUG-BLUE', ConditionValidityEndDate: '9999-12-31T00:00:00' },
  to_SlsPrcgConditionRecord: {
    ...{ ConditionRateValue: '25.00', ConditionRateValueUnit: 'EUR', ConditionQuantity: '2' },
    ...{ ConditionLowerLimit: '18.00', ConditionUpperLimit: '0.00', ConditionIsDeleted: false },
  },
};
/** The day asked for, or that of the run. */
const DAY = "(input.on ?? new Date().toISOString().slice(0, 10)) + 'T00:00:00'";

/** Conditions of the currency, the latest to begin first; rates are for a number of pieces, and a limit of zero is none. */
const LIMITS = `type Row = Record<string, any>;

export default function map(input: { records: { fields: Row }[] }, ctx: any) {
  const asked = ctx.steps.called;
  const conditions: Row[] = [];
  for (const { fields } of input.records) {
    conditions.push({ until: fields.ConditionValidityEndDate, ...fields.to_SlsPrcgConditionRecord });
  }
  const [found] = conditions.filter((each: Row) => !each.ConditionIsDeleted && each.ConditionRateValueUnit === asked.currency);
  if (!found) return { found: false };
  const one = (value: string) => Math.round((Number(value) * 10000) / Number(found.ConditionQuantity || 1));
  const money = (value: string) => ({ amount: (Math.round(one(value) / 100) / 100).toFixed(2), currency: asked.currency });
  return {
    found: true,
    answer: {
      sku: asked.sku,
      list: money(found.ConditionRateValue),
      ...(Number(found.ConditionLowerLimit) > 0 && { lowest: money(found.ConditionLowerLimit) }),
      ...(Number(found.ConditionUpperLimit) > 0 && { highest: money(found.ConditionUpperLimit) }),
      validUntil: found.until.slice(0, 10),
      system: 's4hana',
    },
  };
}
`;

/** Offers the prices of S/4HANA with the limits their conditions have. */
export const priceLimitsS4: Flow = drawn(
  {
    id: 'price-limits-s4hana',
    name: 'Query price limits (S/4HANA)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Query price limits" by S/4HANA: the condition (PR00) that holds on the day, with its lower and upper limit.',
      owner: 'ERP',
      speaksFor: ['ERP'],
    },
    tests: [
      {
        id: 'limited',
        name: 'A price for two pieces, with a lower limit',
        node: 'called',
        message: QUERY,
        replies: { read: [odataFound(CONDITION)] },
        expect: {
          path: ['read', 'limits', 'any', 'give'],
          outputs: {
            give: {
              ...{ sku: 'MUG-BLUE', validUntil: '9999-12-31', system: 's4hana' },
              ...{ list: { amount: '12.50', currency: 'EUR' }, lowest: { amount: '9.00', currency: 'EUR' } },
            },
          },
        },
      },
      {
        id: 'currency',
        name: 'Only in another currency',
        node: 'called',
        message: { ...QUERY, currency: 'GBP' },
        replies: { read: [odataFound(CONDITION)] },
        expect: { status: 'exception', exception: { code: 'price-unknown' } },
      },
    ],
  },
  [
    step('called', 'callable', 'What may it cost?', { capability: 'query-price-limits' }),
    step(
      'read',
      'odata.read-records',
      'Prices that hold on the day',
      {
        ...s4('API_SLSPRICINGCONDITIONRECORD_SRV'),
        set: 'A_SlsPrcgCndnRecdValidity',
        where: "={ Material: input.sku, SalesOrganization: '1010', ConditionType: 'PR00' }",
        filter: `="ConditionValidityStartDate le datetime'" + ${DAY} + "' and ConditionValidityEndDate ge datetime'" + ${DAY} + "'"`,
        ...{ expand: 'to_SlsPrcgConditionRecord', orderBy: 'ConditionValidityStartDate desc', maxRecords: 20 },
      },
      { retry: RETRY, timeoutMs: 10_000 },
    ),
    step('limits', 'map', 'Which of them?', { script: LIMITS }),
    step('any', 'switch', 'Is there one?', { cases: [{ name: 'yes', when: '=input.found' }] }),
    step('give', 'return', 'Limits', { value: '=input.answer' }),
    step('none', 'fail', 'No price', {
      kind: 'refused',
      code: 'price-unknown',
      message: "='There is no price for ' + steps.called.sku + ' in ' + steps.called.currency + ' on that day.'",
    }),
  ],
  [
    'called.out > read',
    'read.out > limits',
    'read.none > none',
    'limits.out > any',
    'any.yes > give',
    'any.otherwise > none',
  ],
  [
    ['called', 'read', 'limits', 'any', 'give'],
    ['', '', '', '', 'none'],
  ],
);
