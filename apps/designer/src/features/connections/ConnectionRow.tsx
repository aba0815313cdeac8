import { connectionType } from '@lockstep/nodes/connections';
import { type ConnectionView, listConnections, type OkOf, setBreaker, testConnection } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { CircleCheck, CirclePause, CirclePlay, CircleX, KeyRound, Pencil } from 'lucide-react';
import { useState } from 'react';
import { useSend } from '../../api/index.ts';
import { Badge, Button, formatDuration, IconButton, Time, toast } from '../../ui/index.ts';
import { HealthBadge, healthLine } from './HealthBadge.tsx';
import { SystemIcon } from './SystemIcon.tsx';

export interface ConnectionRowProps {
  readonly connection: ConnectionView;
  readonly onEdit: () => void;
}

export function ConnectionRow({ connection, onEdit }: ConnectionRowProps) {
  const { id, name, system, baseUrl, secretsSet, updatedAt, health, unread = [] } = connection;
  const type = connectionType(system);
  const { send, pending } = useSend(testConnection);
  const [result, setResult] = useState<OkOf<typeof testConnection> | undefined>();

  const test = async (): Promise<void> => {
    setResult(undefined);
    const answer = await send({ params: { id } });
    setResult(
      answer.ok ? answer.value : { ok: false, message: answer.problem.detail ?? answer.problem.title, durationMs: 0 },
    );
  };
  const said = health && healthLine(health);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-3 last:border-0">
      <SystemIcon name={type?.icon} />
      <div className="min-w-0 flex-1 basis-64">
        <h2 className="flex items-center gap-2">
          <span className="truncate font-medium text-sm">{name}</span>
          <Badge tone="plain">{type?.label ?? system}</Badge>
          {health !== undefined && <HealthBadge health={health} />}
        </h2>
        <p className="truncate text-muted text-xs">
          <code className="font-mono">{id}</code> · {baseUrl}
        </p>
        {said !== undefined && <p className="mt-0.5 text-muted text-xs">{said}</p>}
        {unread.map(({ flowId, flowName, problem }) => (
          <p key={flowId} className="mt-0.5 text-failed text-xs">
            <Link to="/flows/$flowId" params={{ flowId }} className="rounded font-medium underline">
              {flowName}
            </Link>{' '}
            cannot read from it: {problem}
          </p>
        ))}
      </div>
      <p className="flex w-40 items-center gap-1.5 text-muted text-xs">
        <KeyRound size={13} aria-hidden="true" className="shrink-0" />
        {secretsSet.length === 0
          ? 'No secret'
          : secretsSet.length === 1
            ? '1 secret set'
            : `${secretsSet.length} secrets set`}
      </p>
      <p className="w-28 text-muted text-xs">
        <Time at={updatedAt} />
      </p>
      <div className="flex items-center gap-1">
        <Button busy={pending} aria-label={`Test ${name}`} onClick={() => void test()}>
          Test
        </Button>
        <PauseButton connection={connection} />
        <IconButton label={`Edit ${name}`} icon={<Pencil size={15} />} onClick={onEdit} />
      </div>
      <p role="status" className="basis-full pl-13 text-sm empty:hidden">
        {result !== undefined && <TestResult result={result} />}
      </p>
    </li>
  );
}

/** Pauses all calls of a system by hand, or lets them go on, whoever stopped them. */
function PauseButton({ connection: { id, name, health } }: { readonly connection: ConnectionView }) {
  const { send, pending } = useSend(setBreaker, [listConnections]);
  const isOpen = health !== undefined && health.state !== 'closed';
  const toggle = async (): Promise<void> => {
    const answer = await send({ params: { id }, body: { action: isOpen ? 'close' : 'open' } });
    if (!answer.ok) toast({ kind: 'failed', title: answer.problem.detail ?? answer.problem.title });
  };
  return (
    <IconButton
      label={isOpen ? `Resume ${name}` : `Pause ${name}`}
      icon={isOpen ? <CirclePlay size={15} /> : <CirclePause size={15} />}
      disabled={pending}
      onClick={() => void toggle()}
    />
  );
}

function TestResult({ result: { ok, message, durationMs } }: { readonly result: OkOf<typeof testConnection> }) {
  return (
    <span className={`flex items-center gap-1.5 ${ok ? 'text-ok' : 'text-failed'}`}>
      {ok ? <CircleCheck size={15} aria-hidden="true" /> : <CircleX size={15} aria-hidden="true" />}
      {message}
      {durationMs > 0 && <span className="tabular text-muted text-xs">{formatDuration(durationMs)}</span>}
    </span>
  );
}
