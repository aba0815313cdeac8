import { type EstateSystem, type Faults, getEstateFaults, putEstateFaults } from '@lockstep/schema/api';
import clsx from 'clsx';
import { Braces, HeartPulse, TriangleAlert } from 'lucide-react';
import { useCall, useSend } from '../../api/index.ts';
import { iconFor } from '../../steps/node-icons.ts';
import { Badge, Button, CopyButton, formatCount, IconButton, Skeleton, toast } from '../../ui/index.ts';
import { countsOf } from './estate-state.ts';
import { FaultPanel } from './FaultPanel.tsx';
import { describeFaults, isFaulty } from './faults.ts';
import { useEstateState } from './use-estate-state.ts';

export interface SystemCardProps {
  readonly system: EstateSystem;
  readonly onState: () => void;
}

/** One simulated system: what it is, what it holds, how it misbehaves. */
export function SystemCard({ system: entry, onState }: SystemCardProps) {
  const { system, label, about, icon, baseUrl, webhookSecret, switches } = entry;
  const faults = useCall(getEstateFaults, { params: { system } }, { refetchInterval: 5_000 });
  const { send, pending } = useSend(putEstateFaults, [getEstateFaults]);
  const active = faults.data ?? {};
  const faulty = isFaulty(active);
  const Icon = iconFor(icon);

  const apply = async (next: Faults): Promise<void> => {
    const answer = await send({ params: { system }, body: next });
    if (!answer.ok) {
      toast({
        kind: 'failed',
        title: `${label} was not changed`,
        detail: answer.problem.detail ?? answer.problem.title,
      });
    } else if (!isFaulty(answer.value)) toast({ kind: 'ok', title: `${label} is healthy again` });
  };

  return (
    <section
      aria-label={label}
      data-testid={`estate-card:${system}`}
      data-faulty={faulty}
      className={clsx(
        'flex flex-col overflow-hidden rounded-xl border bg-surface',
        faulty && 'border-failed ring-1 ring-failed',
      )}
    >
      <header className="flex items-start gap-3 p-4">
        <span
          aria-hidden="true"
          className={clsx(
            'grid size-9 shrink-0 place-items-center rounded-lg',
            faulty ? 'bg-failed-soft text-failed' : 'bg-sunken text-muted',
          )}
        >
          <Icon size={17} />
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="flex flex-wrap items-center gap-x-2 font-semibold text-base">
            {label}
            {faults.error !== null ? (
              <Badge tone="failed">Silent</Badge>
            ) : (
              !faulty && faults.data !== undefined && <Badge tone="ok">Healthy</Badge>
            )}
          </h2>
          <p className="text-muted text-xs">{about}</p>
          <p className="mt-0.5 flex items-center gap-1">
            <code className="truncate font-mono text-muted text-xs" title={baseUrl}>
              {URL.parse(baseUrl)?.host || baseUrl}
            </code>
            <CopyButton text={baseUrl} label={`Copy the address of ${label}`} />
          </p>
        </div>
        <IconButton label={`State of ${label} as JSON`} icon={<Braces size={16} />} onClick={onState} />
      </header>
      <Counts system={system} />
      {faulty && (
        <div role="alert" className="flex items-center gap-3 bg-failed-soft px-4 py-2.5">
          <TriangleAlert size={16} aria-hidden="true" className="shrink-0 text-failed" />
          <p className="min-w-0 flex-1 font-medium text-failed text-sm">
            Misbehaving: {describeFaults(active, switches).join('; ')}
          </p>
          <Button
            size="sm"
            kind="primary"
            icon={<HeartPulse size={13} />}
            busy={pending}
            aria-label={`Heal ${label}`}
            onClick={() => void apply({})}
          >
            Heal
          </Button>
        </div>
      )}
      <FaultPanel
        label={label}
        active={active}
        switches={switches}
        sendsWebhooks={webhookSecret !== undefined}
        busy={pending}
        onApply={(next) => void apply(next)}
      />
    </section>
  );
}

function Counts({ system }: { readonly system: string }) {
  const state = useEstateState(system);
  if (state.data === undefined) {
    return (
      <div className="flex flex-1 gap-6 border-t px-4 py-3">
        {state.error === null ? (
          <Skeleton className="h-8 w-40" />
        ) : (
          <p className="text-muted text-sm">It does not answer.</p>
        )}
      </div>
    );
  }
  return (
    <dl className="flex flex-1 flex-wrap content-start gap-x-6 gap-y-2 border-t px-4 py-3">
      {countsOf(state.data).map(({ name, count }) => (
        <div key={name} className="flex flex-col-reverse">
          <dt className="text-muted text-xs">{name}</dt>
          <dd className="tabular font-semibold text-lg leading-6">{formatCount(count)}</dd>
        </div>
      ))}
    </dl>
  );
}
