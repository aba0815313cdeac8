import type { SlaView } from '@lockstep/schema/api';
import { formatMs } from '../steps/format-ms.ts';
import { formatAbsolute } from '../ui/index.ts';

/** A promise about time in a few words, and whether it was broken. */
export function slaSentence({ slaMs, breachedAt }: SlaView): string {
  const promised = `Promised within ${formatMs(slaMs)}`;
  return breachedAt === undefined
    ? `${promised}.`
    : `${promised}; late since ${formatAbsolute(Date.parse(breachedAt))}.`;
}
