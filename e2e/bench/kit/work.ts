import { ORDER } from '../mapping-samples.ts';

/** The message of every benchmark of the store: an order of about 2 KB. */
export const MESSAGE = ORDER;

/** What the three effects of the flow give; the other system's answer in small. */
export const EFFECTS = ['create-order', 'reserve-stock', 'confirm'] as const;
export type Effect = (typeof EFFECTS)[number];

export function isEffect(name: string): name is Effect {
  return EFFECTS.some((effect) => effect === name);
}

/**
 * The effect every contender performs: it takes a turn of the event loop, as a call to another system does, and answers.
 * What is measured is what goes on around it.
 */
export async function perform(effect: Effect): Promise<{ readonly effect: Effect; readonly reference: string }> {
  await new Promise((resolve) => setImmediate(resolve));
  return { effect, reference: 'SO-4711' };
}
