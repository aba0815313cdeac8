import type { TouchSums } from '@lockstep/schema/api';

/** How the number moved since the same stretch of time before; nothing where there is none to compare with. */
export function trendWords(
  now: TouchSums,
  before: TouchSums,
): { readonly text: string; readonly isBetter: boolean } | undefined {
  const [is, was] = [now.perThousand, before.perThousand];
  if (is === undefined || was === undefined) return undefined;
  const change = Math.round((is - was) * 10) / 10;
  if (change === 0) return { text: 'As many as before', isBetter: true };
  return {
    text: `${Math.abs(change).toLocaleString('en')} ${change < 0 ? 'fewer' : 'more'} than before`,
    isBetter: change < 0,
  };
}

export const DAYS = { '1': '24 h', '7': '7 days', '30': '30 days' } as const;
export type Days = keyof typeof DAYS;
