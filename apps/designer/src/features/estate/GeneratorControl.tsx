import { getEstateState, putEstateGenerator } from '@lockstep/schema/api';
import type { Json } from '@lockstep/schema/run';
import { useEffect, useRef, useState } from 'react';
import { useSend } from '../../api/index.ts';
import { Slider, toast } from '../../ui/index.ts';

const SETTLE_MS = 300;
/** Positions of the slider: slow rates matter more than fast ones. */
const RATES = [0, 1, 2, 6, 12, 30, 60, 120, 300, 600, 1200, 3000, 6000] as const;

/** How many orders a minute the shop takes by itself. */
export function GeneratorControl({ state }: { readonly state: Json | undefined }) {
  const { send } = useSend(putEstateGenerator, [getEstateState]);
  const [wanted, setWanted] = useState<number | undefined>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const actual = rateIn(state);
  const shown = wanted ?? actual ?? 0;
  useEffect(() => () => clearTimeout(timer.current), []);

  const change = (rate: number): void => {
    setWanted(rate);
    clearTimeout(timer.current);
    timer.current = setTimeout(async () => {
      const answer = await send({ body: { ordersPerMinute: rate } });
      if (!answer.ok) toast({ kind: 'failed', title: 'The rate was not changed', detail: answer.problem.detail });
      setWanted(undefined);
    }, SETTLE_MS);
  };
  return (
    <div className="border-b px-4 py-3">
      <Slider
        label="Generator"
        value={positionOf(shown)}
        max={RATES.length - 1}
        format={(position) => wordsOf(position === positionOf(shown) ? shown : (RATES[position] ?? 0))}
        disabled={actual === undefined}
        onChange={(position) => change(RATES[position] ?? 0)}
      />
    </div>
  );
}

function wordsOf(rate: number): string {
  return rate === 0 ? 'silent' : `${rate} ${rate === 1 ? 'order' : 'orders'} a minute`;
}

function positionOf(rate: number): number {
  const next = RATES.findIndex((one) => one >= rate);
  return next === -1 ? RATES.length - 1 : next;
}

function rateIn(state: Json | undefined): number | undefined {
  if (typeof state !== 'object' || state === null || !('generator' in state)) return undefined;
  const { generator } = state;
  if (typeof generator !== 'object' || generator === null || !('ordersPerMinute' in generator)) return undefined;
  return typeof generator.ordersPerMinute === 'number' ? generator.ordersPerMinute : undefined;
}
