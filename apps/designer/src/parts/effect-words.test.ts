import type { PlannedEffect } from '@lockstep/schema/api';
import { expect, it } from 'vitest';
import { doneWhen, effectWords, mayRepeat } from './effect-words.ts';

const now = new Date(2026, 10, 27, 12, 0).getTime();
const at = new Date(2026, 10, 27, 10, 32).toISOString();
const effect = (more: Partial<PlannedEffect>): PlannedEffect => {
  return { node: 'erp', name: 'SAP order', does: 'anew', before: false, ...more };
};
const words = (more: Partial<PlannedEffect>, edited = false) => effectWords(effect(more), { edited, now });

it('tells since when an effect is kept, and that it was made from the old message', () => {
  const done = { runId: 'r', at };
  expect(words({ does: 'kept', done })).toBe(`kept from ${doneWhen(at, now)}, not sent again`);
  expect(words({ does: 'kept', done }, true)).toContain('It was made from the old message');
  expect(words({ does: 'kept', before: true, done }, true)).toBe(
    `kept from ${doneWhen(at, now)}, it lies before the start`,
  );
  expect(words({ does: 'kept' })).toBe('kept, not sent again');
  expect(doneWhen(at, now + 86_400_000)).not.toBe(doneWhen(at, now));
});

it('tells of what nobody knows how it is found out', () => {
  expect(words({ does: 'looked-up', strategy: 'look-up' })).toContain('looked up first');
  expect(words({ does: 'looked-up', strategy: 'key' })).toContain('under the same key');
  expect(words({ does: 'undecided', strategy: 'once' })).toContain('for a person');
  expect(effectWords(effect({ does: 'undecided' }), { retried: true, now })).toContain('a retry sends it');
});

it('offers to do again what was or may have been done, and not what never happened or lies before the start', () => {
  const offered = (['kept', 'repeated', 'anew', 'looked-up', 'undecided', 'items'] as const).filter((does) =>
    mayRepeat(effect({ does })),
  );
  expect(offered).toEqual(['kept', 'repeated', 'looked-up', 'undecided', 'items']);
  expect(mayRepeat(effect({ does: 'kept', before: true }))).toBe(false);
});
