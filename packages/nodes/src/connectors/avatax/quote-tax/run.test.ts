import { describe, expect, it } from 'vitest';
import { recorded } from '../../../simulators/kit/fixtures.ts';
import { contextFor, failureOf, type TestContext } from '../../../testing/context.ts';
import { serverFor } from '../../../testing/server.ts';
import { avataxWorld, SALE } from '../simulator/world.testing.ts';
import { quoteTax } from './definition.ts';
import { runQuoteTax } from './run.ts';

const step = (ctx: TestContext, form: object = {}) =>
  runQuoteTax({ params: quoteTax.params.parse({ ...SALE, ...form }), input: null }, ctx);

it('asks for the tax of what is still to be sold, and records nothing', async () => {
  const { ctx, state } = await avataxWorld();
  const { port, value } = await step(ctx);
  expect([port, value]).toEqual([
    'out',
    {
      code: expect.any(String),
      recorded: false,
      created: false,
      tax: { amount: '7.76', currency: 'USD' },
      taxable: { amount: '100.1', currency: 'USD' },
      rate: 0.077522,
      lines: [
        { id: '1', tax: '7.75', taxable: '100', rate: 0.0775 },
        { id: '2', tax: '0.01', taxable: '0.1', rate: 0.1 },
      ],
    },
  ]);
  expect(await state()).toMatchObject({ transactions: [], quotes: 1 });
});

it('owes nothing where nobody collects', async () => {
  const { ctx } = await avataxWorld();
  const shipTo = { street: ['1 Main St'], city: 'Portland', region: 'OR', country: 'US' };
  expect((await step(ctx, { shipTo })).value).toMatchObject({ tax: { amount: '0' }, rate: 0 });
});

it('takes discounts off, without a rounding of its own', async () => {
  const { ctx } = await avataxWorld();
  const lines = [
    {
      id: 1,
      quantity: 3,
      unitPrice: { amount: '0.1' },
      discounts: [{ amount: { amount: '0.03' } }, { amount: { amount: '0.07' } }],
    },
  ];
  await step(ctx, { lines });
  expect(ctx.requests[0]?.body).toMatchObject({
    type: 'SalesOrder',
    lines: [{ number: '1', quantity: 3, amount: 0.2 }],
  });
});

describe('failures', () => {
  it.each([
    [{ lines: [] }, 'tax-lines-invalid', /the list/],
    [{ lines: [{ id: 1, quantity: 0 }] }, 'tax-lines-invalid', /0\.quantity/],
    [{ shipTo: { city: 'x' } }, 'address-invalid', /"Ship to" is no address/],
  ])('of the message say what is wrong: %j', async (form, code, message) => {
    const { ctx } = await avataxWorld();
    expect(await failureOf(step(ctx, form))).toMatchObject({
      kind: 'item',
      code,
      message: expect.stringMatching(message),
    });
  });

  it('say what AvaTax refused', async () => {
    const { ctx, faults, connection } = await avataxWorld();
    expect(await failureOf(step(ctx, { companyCode: 'NONE' }))).toMatchObject({
      kind: 'refused',
      category: 'validation',
      message: 'AvaTax refused: Company not found: NONE (CompanyNotFoundError)',
    });
    await faults({ addressUnknown: 1 });
    expect(await failureOf(step(ctx))).toMatchObject({ code: 'avatax-refused', details: { target: 'addresses' } });
    const stranger = contextFor({ connections: [{ ...connection, settings: {} }] });
    expect(await failureOf(step(stranger))).toMatchObject({ category: 'auth' });
  });

  it('of a question leave nothing open', async () => {
    const { ctx, faults } = await avataxWorld();
    await faults({ status: 500 });
    const failure = await failureOf(step(ctx));
    expect([failure.kind, failure.outcomeUnknown]).toEqual(['transient', undefined]);
  });
});

const answer = recorded('avatax/transaction_response.json');

it.skipIf(answer === undefined)('understands the recorded answer (skipped where ../shared is absent)', async () => {
  const { baseUrl } = await serverFor(() => ({ status: 201, body: JSON.stringify(answer) }));
  const ctx = contextFor({ connections: [{ id: 'avatax', system: 'avatax', baseUrl, settings: {} }] });
  expect((await step(ctx)).value).toMatchObject({
    code: '8f8084cb-d8d4-418a-bdbb-131f7254e09b',
    tax: { amount: '7.75', currency: 'USD' },
    rate: 0.0775,
    lines: [{ id: '1', tax: '7.75', taxable: '100' }],
  });
});
