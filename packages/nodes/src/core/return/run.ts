import type { RunNode } from '@lockstep/schema/node';
import type { returnValue } from './definition.ts';

export const runReturn: RunNode<typeof returnValue> = async ({ params: { value }, input }) => ({
  port: 'out',
  value: value === undefined ? input : value,
});
