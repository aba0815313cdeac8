import { expect, it } from 'vitest';
import { createDoorLimits } from './door-limits.ts';

const DOOR = { flowId: 'f', node: 'in' };

it('takes room some messages at a time, and asks nobody when none is left', async () => {
  let taken = 0;
  let asked = 0;
  const limits = createDoorLimits(async (_, { limit, want }) => {
    asked += 1;
    const granted = Math.min(want, limit - taken);
    taken += granted;
    return { granted, endsInMs: 60_000 };
  });
  const answers = await Promise.allSettled(Array.from({ length: 1000 }, () => limits.admit(DOOR, 100)));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(100);
  expect(asked).toBe(11);
  await expect(limits.admit(DOOR, 100)).rejects.toMatchObject({
    code: 'rate-limited',
    headers: { 'retry-after': '60' },
  });
  expect(asked).toBe(11);
  await limits.admit({ ...DOOR, node: 'other' }, 1000); // another door, another row
});

it('begins anew with the next minute', async () => {
  const limits = createDoorLimits(async () => ({ granted: 0, endsInMs: 15 }));
  await expect(limits.admit(DOOR, 5)).rejects.toMatchObject({ code: 'rate-limited' });
  await new Promise((resolve) => setTimeout(resolve, 25));
  await expect(limits.admit(DOOR, 5)).rejects.toMatchObject({ code: 'rate-limited' });
});
