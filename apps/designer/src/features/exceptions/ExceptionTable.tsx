import { type ExceptionView, getRun, listExceptions, listRuns, retryException } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { PanelRight, RotateCcw, Trash2 } from 'lucide-react';
import { useSend } from '../../api/index.ts';
import { BlocksBadge } from '../../parts/BlocksBadge.tsx';
import { CATEGORY_LABEL } from '../../parts/failure-words.ts';
import { MoveOnButton } from '../../parts/MoveOnButton.tsx';
import { Badge, Button, Checkbox, IconButton, type StatusTone, Table, Td, Th, Time, toast } from '../../ui/index.ts';

export interface ExceptionTableProps {
  readonly rows: readonly ExceptionView[];
  /** Ids of the rows ticked. */
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
  readonly onDiscard: (row: ExceptionView) => void;
  /** Shows the panel of one. */
  readonly onOpen: (row: ExceptionView) => void;
}

const STATUS_LOOK: Readonly<Record<ExceptionView['status'], { readonly label: string; readonly tone: StatusTone }>> = {
  open: { label: 'Open', tone: 'failed' },
  retrying: { label: 'Retrying', tone: 'running' },
  resolved: { label: 'Resolved', tone: 'ok' },
  discarded: { label: 'Discarded', tone: 'idle' },
};

export function ExceptionTable({ rows, chosen, onChoose, onDiscard, onOpen }: ExceptionTableProps) {
  const open = rows.filter(({ status }) => status === 'open');
  const ticked = open.filter(({ id }) => chosen.has(id)).length;
  const tick = (id: string, on: boolean): void => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    onChoose(next);
  };
  return (
    <Table label="Exceptions">
      <thead>
        <tr>
          <Th className="w-11 pr-0!">
            <Checkbox
              label="Choose all open exceptions"
              checked={open.length > 0 && ticked === open.length}
              mixed={ticked > 0 && ticked < open.length}
              disabled={open.length === 0}
              onChange={(on) => onChoose(new Set(on ? open.map(({ id }) => id) : []))}
            />
          </Th>
          <Th className="w-32 @7xl:w-1/6">Message</Th>
          <Th>Reason</Th>
          <Th className="hidden w-56 @7xl:w-1/5 xl:table-cell">Where</Th>
          <Th className="w-28">Raised</Th>
          <Th className="w-24">Status</Th>
          <Th className="w-48">
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <ExceptionRow
            key={row.id}
            row={row}
            ticked={chosen.has(row.id)}
            onTick={(on) => tick(row.id, on)}
            onDiscard={() => onDiscard(row)}
            onOpen={() => onOpen(row)}
          />
        ))}
      </tbody>
    </Table>
  );
}

interface ExceptionRowProps {
  readonly row: ExceptionView;
  readonly ticked: boolean;
  readonly onTick: (on: boolean) => void;
  readonly onDiscard: () => void;
  readonly onOpen: () => void;
}

function ExceptionRow({ row, ticked, onTick, onDiscard, onOpen }: ExceptionRowProps) {
  const { id, runId, node, nodeName, flowName, version, category, code, reason, attempts, businessKey, owner, blocks } =
    row;
  const name = businessKey ?? runId;
  const { label, tone } = STATUS_LOOK[row.status];
  return (
    <tr data-testid={`exception-row:${id}`} data-status={row.status} className="relative hover:bg-hover/60">
      <Td className="pr-0!">
        <span className="relative z-10 flex">
          <Checkbox label={`Choose ${name}`} checked={ticked} disabled={row.status !== 'open'} onChange={onTick} />
        </span>
      </Td>
      <Td>
        <Link
          to="/runs/$runId"
          params={{ runId }}
          search={{ node }}
          className="block truncate font-medium outline-offset-[-2px] after:absolute after:inset-0"
        >
          {name}
        </Link>
      </Td>
      <Td>
        <p className="line-clamp-2" title={reason}>
          {reason}
        </p>
        <p className="mt-0.5 flex items-center gap-2 text-muted text-xs">
          <Badge tone="plain">{CATEGORY_LABEL[category]}</Badge>
          <code className="truncate font-mono">{code}</code>
          <span className="tabular shrink-0">{attempts === 1 ? '1 attempt' : `${attempts} attempts`}</span>
        </p>
        {blocks !== undefined && (
          <p className="mt-1 flex">
            <BlocksBadge blocks={blocks} />
          </p>
        )}
      </Td>
      <Td className="hidden xl:table-cell">
        <p className="truncate">{nodeName}</p>
        <p className="truncate text-muted text-xs">
          {flowName} {version !== undefined && <span className="tabular">v{version}</span>}
        </p>
      </Td>
      <Td className="text-muted">
        <Time at={row.raisedAt} className="relative z-10" />
      </Td>
      <Td>
        <Badge tone={tone}>{label}</Badge>
        {owner !== undefined && <p className="mt-0.5 truncate text-muted text-xs">{owner}</p>}
      </Td>
      <Td className="px-2!">
        <span className="relative z-10 flex items-center justify-end gap-1">
          {row.status === 'open' && <RowActions row={row} name={name} onDiscard={onDiscard} onOpen={onOpen} />}
          {blocks !== undefined && <MoveOnButton runId={runId} laneKey={blocks.key} iconOnly />}
          <IconButton size="sm" label={`Details of ${name}`} icon={<PanelRight size={14} />} onClick={onOpen} />
        </span>
      </Td>
    </tr>
  );
}

interface RowActionsProps {
  readonly row: ExceptionView;
  readonly name: string;
  readonly onDiscard: () => void;
  readonly onOpen: () => void;
}

function RowActions({ row, name, onDiscard, onOpen }: RowActionsProps) {
  const { send, pending } = useSend(retryException, [listExceptions, listRuns, getRun]);
  const retry = async (): Promise<void> => {
    const answer = await send({ params: { id: row.id }, body: { by: 'operator' } });
    if (answer.ok) toast({ kind: 'ok', title: `Trying ${name} again` });
    else toast({ kind: 'failed', title: `${name} was not tried again`, detail: answer.problem.detail });
  };
  return (
    <>
      <Button
        size="sm"
        icon={<RotateCcw size={13} />}
        busy={pending}
        aria-label={`Retry ${name}`}
        // What may have happened is not done again by one press: the panel says what that means.
        onClick={() => (row.code === 'outcome-unknown' ? onOpen() : void retry())}
      >
        {row.code === 'outcome-unknown' ? 'Retry…' : 'Retry'}
      </Button>
      <IconButton size="sm" label={`Discard ${name}`} icon={<Trash2 size={14} />} onClick={onDiscard} />
    </>
  );
}
