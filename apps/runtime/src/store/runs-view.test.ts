import { expect, it } from 'vitest';
import { firstRunIdAt, isUuid, uuidRange } from './runs-view.ts';

it('reads the beginning of a run id as a range of ids', () => {
  expect(uuidRange('01A20771-0a16')).toEqual({
    from: '01a20771-0a16-0000-0000-000000000000',
    to: '01a20771-0a16-ffff-ffff-ffffffffffff',
  });
  const whole = '01a20771-0a16-7752-86b6-6918314d4793';
  expect(uuidRange(whole)).toEqual({ from: whole, to: whole });
  for (const text of ['01a2077', '#1001000', '01a207710a16', `${whole}0`, '01a20771-0a1g']) {
    expect([text, uuidRange(text)]).toEqual([text, undefined]);
  }
});

it('finds the smallest id of a moment', () => {
  expect(firstRunIdAt(0x01a207710a16)).toBe('01a20771-0a16-7000-8000-000000000000');
  expect(isUuid(firstRunIdAt(Date.now()))).toBe(true);
});
