import { describe, expect, it } from 'vitest';
import { nextMove } from './next-move.ts';

const bulk = { total: 250, batchFrom: 0, stage: 1, batchMs: 1000 };
const batch = { size: 1, resolved: 0, failed: 0, skipped: 0, open: 0, unsent: 0 };

describe('a bulk retry', () => {
  it('sends one first, and waits for it', () => {
    expect(nextMove(bulk, { ...batch, unsent: 1 })).toEqual({ do: 'send' });
    expect(nextMove(bulk, { ...batch, open: 1 })).toEqual({ do: 'wait' });
  });

  it('goes on with ten, then with a hundred at a time, when those before went through', () => {
    expect(nextMove(bulk, { ...batch, resolved: 1 })).toEqual({ do: 'advance', batchFrom: 1, stage: 10 });
    const ten = { ...bulk, batchFrom: 1, stage: 10 };
    expect(nextMove(ten, { ...batch, size: 10, resolved: 10 })).toEqual({ do: 'advance', batchFrom: 11, stage: 100 });
    const hundred = { ...bulk, batchFrom: 11, stage: 100 };
    expect(nextMove(hundred, { ...batch, size: 100, resolved: 90, failed: 10 })).toEqual({
      do: 'advance',
      batchFrom: 111,
      stage: 100,
    });
    expect(nextMove({ ...hundred, batchFrom: 211 }, { ...batch, size: 39, resolved: 39 })).toEqual({
      do: 'end',
      status: 'done',
    });
  });

  it('stops when the canary fails again, and when more than a fifth of a batch does', () => {
    expect(nextMove(bulk, { ...batch, failed: 1 })).toEqual({
      do: 'end',
      status: 'stopped',
      reason: 'The first one failed again. The rest was left alone.',
    });
    const ten = { ...bulk, batchFrom: 1, stage: 10 };
    expect(nextMove(ten, { ...batch, size: 10, resolved: 6, failed: 3, open: 1 })).toEqual({
      do: 'end',
      status: 'stopped',
      reason: '3 of 9 failed again. The rest was left alone.',
    });
    // The first failure of ten that are under way is not a share of one.
    expect(nextMove(ten, { ...batch, size: 10, failed: 1, open: 9 })).toEqual({ do: 'wait' });
  });

  it('tries another canary when somebody settled the first one meanwhile', () => {
    expect(nextMove(bulk, { ...batch, skipped: 1 })).toEqual({ do: 'advance', batchFrom: 1, stage: 1 });
  });

  it('does not wait for ever', () => {
    expect(nextMove({ ...bulk, batchMs: 300_000 }, { ...batch, open: 1 })).toEqual({
      do: 'end',
      status: 'stopped',
      reason: '1 of 1 had not ended after 5 minutes. The rest was left alone.',
    });
  });
});
