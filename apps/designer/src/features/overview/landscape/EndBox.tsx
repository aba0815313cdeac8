import { connectionType } from '@lockstep/nodes/connections';
import {
  type ConnectionView,
  type EstateSystem,
  getEstateFaults,
  type LandscapeEnd,
  putEstateFaults,
} from '@lockstep/schema/api';
import { useNavigate } from '@tanstack/react-router';
import clsx from 'clsx';
import { HeartPulse, PlugZap, Radio, ServerCrash, Store, Timer } from 'lucide-react';
import { useCall, useSend } from '../../../api/index.ts';
import { iconFor } from '../../../steps/node-icons.ts';
import { formatCount, Menu, type MenuEntry, toast } from '../../../ui/index.ts';

export interface EndBoxProps {
  readonly end: LandscapeEnd;
  readonly connection?: ConnectionView | undefined;
  /** Present for a simulated system, which can be made to misbehave. */
  readonly simulated?: EstateSystem | undefined;
}

/** A system or topic of the picture; behind it what can be looked at and, in the demo, what can be broken. */
export function EndBox({ end, connection, simulated }: EndBoxProps) {
  const navigate = useNavigate();
  const type = connection && connectionType(connection.system);
  const Icon = end.kind === 'topic' ? Radio : iconFor(type?.icon ?? 'plug');
  const label = end.kind === 'topic' ? end.name : (type?.label ?? end.name);
  const faults = useCall(
    getEstateFaults,
    { params: { system: simulated?.system ?? '' } },
    { refetchInterval: 5_000, enabled: simulated !== undefined },
  );
  const { send } = useSend(putEstateFaults, [getEstateFaults]);
  const broken = Object.keys(faults.data ?? {}).length > 0;
  const health = connection?.health;
  const stopped = health !== undefined && health.state !== 'closed';
  const said = stateOf({ broken, stopped, waiting: health?.waiting ?? 0 });

  const put = async (body: Parameters<typeof send>[0]['body'], done: string): Promise<void> => {
    if (!simulated) return;
    const answer = await send({ params: { system: simulated.system }, body });
    if (answer.ok) toast({ kind: 'ok', title: done });
    else toast({ kind: 'failed', title: answer.problem.detail ?? answer.problem.title });
  };
  const items: MenuEntry[] = [
    end.kind === 'topic'
      ? {
          label: 'Open the topic',
          icon: <Radio size={14} />,
          onSelect: () => void navigate({ to: '/topics/$topic', params: { topic: end.name } }),
        }
      : {
          label: 'Open the connections',
          icon: <PlugZap size={14} />,
          onSelect: () => void navigate({ to: '/connections' }),
        },
    ...(simulated
      ? ([
          {
            label: 'See it in the estate',
            icon: <Store size={14} />,
            onSelect: () => void navigate({ to: '/estate' }),
          },
          'separator',
          broken
            ? {
                label: 'Heal it',
                icon: <HeartPulse size={14} />,
                onSelect: () => void put({}, `${label} is healthy again`),
              }
            : {
                label: 'Let it answer 503',
                icon: <ServerCrash size={14} />,
                onSelect: () => void put({ status: 503, rate: 1 }, `${label} answers 503 now`),
              },
          ...(broken
            ? []
            : [
                {
                  label: 'Slow it down by 2 seconds',
                  icon: <Timer size={14} />,
                  onSelect: () => void put({ latencyMs: 2_000 }, `${label} is slow now`),
                },
              ]),
        ] satisfies MenuEntry[])
      : []),
  ];
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          data-testid={`landscape:${end.id}`}
          aria-label={`${end.kind === 'topic' ? 'Topic' : 'System'} ${label}${said === undefined ? '' : `, ${said}`}`}
          className={clsx(
            'flex h-9 w-full items-center gap-2 rounded-lg border bg-surface px-2.5 text-left text-sm hover:border-line-strong',
            "touch:relative touch:after:absolute touch:after:inset-x-0 touch:after:-inset-y-1 touch:after:content-['']",
            broken || stopped ? 'border-failed text-failed' : '',
          )}
        >
          <Icon size={15} aria-hidden="true" className={clsx('shrink-0', !(broken || stopped) && 'text-muted')} />
          <span className="min-w-0 flex-1">
            <span className="block truncate leading-4">{label}</span>
            {said !== undefined && <span className="block truncate text-xs leading-3.5">{said}</span>}
          </span>
        </button>
      }
      items={items}
    />
  );
}

function stateOf({
  broken,
  stopped,
  waiting,
}: {
  readonly broken: boolean;
  readonly stopped: boolean;
  readonly waiting: number;
}) {
  const steps = waiting === 0 ? '' : `, ${formatCount(waiting)} ${waiting === 1 ? 'step waits' : 'steps wait'}`;
  if (stopped) return `Held back${steps}`;
  if (broken) return `Misbehaving${steps}`;
  return waiting === 0 ? undefined : `${formatCount(waiting)} ${waiting === 1 ? 'step waits' : 'steps wait'}`;
}
