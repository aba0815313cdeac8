import { expect, it } from 'vitest';
import { failureOf } from '../../../testing/context.ts';
import { recordTax } from '../record-tax/definition.ts';
import { runRecordTax } from '../record-tax/run.ts';
import { avataxWorld, SALE } from '../simulator/world.testing.ts';
import { voidTax } from './definition.ts';
import { runVoidTax } from './run.ts';

it('takes a document back, and again changes nothing; the number is free then', async () => {
  const { ctx, state, faults } = await avataxWorld();
  const record = () => runRecordTax({ params: recordTax.params.parse({ ...SALE, code: '#1' }), input: null }, ctx);
  const takeBack = (code: string) =>
    runVoidTax(
      { params: voidTax.params.parse({ connection: 'avatax', companyCode: 'DEFAULT', code }), input: null },
      ctx,
    );
  await record();
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(takeBack('#1'))).toMatchObject({ outcomeUnknown: true });
  await faults({});
  expect(await takeBack('#1')).toEqual({
    port: 'voided',
    value: { code: '#1', companyCode: 'DEFAULT', status: 'Cancelled' },
  });
  expect(await record()).toMatchObject({ value: { created: true } });
  expect((await state()).transactions).toMatchObject([{ code: '#1', status: 'Committed' }]);
  expect(await failureOf(takeBack('#2'))).toMatchObject({ kind: 'refused', code: 'avatax-refused' });
});
