import { expect, it } from 'vitest';
import { failureOf } from '../../../testing/context.ts';
import { supplierWorld } from '../simulator/world.testing.ts';
import { runRelease } from './run.ts';

it('is done where there is nothing to give back, and waits where the supplier is away', async () => {
  const { ctx, control } = await supplierWorld();
  const release = () => runRelease({ params: { connection: 'dropship', reservation: 'unheard-of' }, input: null }, ctx);
  expect(await release()).toEqual({ port: 'released', value: { reservation: 'unheard-of' } });
  await control('PUT', 'faults', { status: 503 });
  expect(await failureOf(release())).toMatchObject({ kind: 'transient', category: 'system' });
});
