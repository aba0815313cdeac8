import type { RunNode } from '@lockstep/schema/node';
import { askSupplier } from '../client.ts';
import type { releaseAtSupplier } from './definition.ts';

export const runRelease: RunNode<typeof releaseAtSupplier> = async ({ params: { connection, reservation } }, ctx) => {
  if (reservation !== null && reservation !== '') {
    const path = `/inventory/v1/reservations/${encodeURIComponent(reservation)}`;
    await askSupplier(ctx, connection, { method: 'DELETE', path, also: [404] });
  }
  return { port: 'released', value: { reservation } };
};
