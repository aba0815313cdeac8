import { getEstateState, OrderProfile, putEstateGenerator } from '@lockstep/schema/api';
import type { Json } from '@lockstep/schema/run';
import { useEffect, useRef, useState } from 'react';
import { useSend } from '../../api/index.ts';
import { Segmented, Slider, toast } from '../../ui/index.ts';

const SETTLE_MS = 300;
/** Positions of the slider: slow rates matter more than fast ones. */
const RATES = [0, 1, 2, 6, 12, 30, 60, 120, 300, 600, 1200, 3000, 6000] as const;

const PROFILES: Readonly<Record<OrderProfile, { readonly label: string; readonly hint: string }>> = {
  steady: { label: 'Steady', hint: 'The rate as it is set, some orders with harmless mess.' },
  quiet: { label: 'Quiet', hint: 'A quarter of the rate, every order clean.' },
  peak: { label: 'Peak', hint: 'A rush every ten minutes, buyers in crowds, a few articles everybody wants.' },
  messy: {
    label: 'Messy',
    hint: 'Duplicates, old payloads, edits and cancellations, bad addresses, unknown articles, huge orders.',
  },
};

interface Generator {
  readonly ordersPerMinute: number;
  readonly profile: OrderProfile;
}

/** How many orders a minute the shop takes by itself, and how its buyers behave. */
export function GeneratorControl({ state }: { readonly state: Json | undefined }) {
  const { send } = useSend(putEstateGenerator, [getEstateState]);
  const [wanted, setWanted] = useState<Partial<Generator>>({});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const actual = generatorIn(state);
  const { ordersPerMinute, profile } = { ordersPerMinute: 0, profile: 'steady' as const, ...actual, ...wanted };
  useEffect(() => () => clearTimeout(timer.current), []);

  const put = async (change: Partial<Generator>): Promise<void> => {
    const answer = await send({ body: change });
    if (!answer.ok) toast({ kind: 'failed', title: 'The generator was not changed', detail: answer.problem.detail });
    setWanted({});
  };
  const setRate = (rate: number): void => {
    setWanted({ ...wanted, ordersPerMinute: rate });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void put({ ordersPerMinute: rate }), SETTLE_MS);
  };
  const setProfile = (next: OrderProfile): void => {
    setWanted({ ...wanted, profile: next });
    void put({ profile: next });
  };
  return (
    <div className="flex flex-col gap-3 border-b px-4 py-3">
      <Slider
        label="Generator"
        value={positionOf(ordersPerMinute)}
        max={RATES.length - 1}
        format={(position) =>
          wordsOf(position === positionOf(ordersPerMinute) ? ordersPerMinute : (RATES[position] ?? 0))
        }
        disabled={actual === undefined}
        onChange={(position) => setRate(RATES[position] ?? 0)}
      />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Segmented
          label="How buyers behave"
          value={profile}
          options={OrderProfile.options.map((value) => ({ value, label: PROFILES[value].label }))}
          onChange={setProfile}
        />
        <p className="min-w-48 flex-1 text-muted text-xs">{PROFILES[profile].hint}</p>
      </div>
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

function generatorIn(state: Json | undefined): Generator | undefined {
  if (typeof state !== 'object' || state === null || !('generator' in state)) return undefined;
  const { generator } = state;
  if (typeof generator !== 'object' || generator === null || !('ordersPerMinute' in generator)) return undefined;
  const profile = OrderProfile.safeParse('profile' in generator ? generator.profile : undefined);
  if (typeof generator.ordersPerMinute !== 'number') return undefined;
  return { ordersPerMinute: generator.ordersPerMinute, profile: profile.data ?? 'steady' };
}
