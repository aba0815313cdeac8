import { getLanes, getRun, listExceptions, listFlows, listRuns, moveLaneOn } from '@lockstep/schema/api';
import { SkipForward } from 'lucide-react';
import { useSend } from '../api/index.ts';
import { Button, IconButton, toast } from '../ui/index.ts';

export interface MoveOnButtonProps {
  /** The run that blocks the lane. */
  readonly runId: string;
  readonly laneKey: string;
  readonly iconOnly?: boolean;
}

/** Lets a lane go on without the run that blocks it; the exception stays open. */
export function MoveOnButton({ runId, laneKey, iconOnly = false }: MoveOnButtonProps) {
  const { send, pending } = useSend(moveLaneOn, [getLanes, getRun, listExceptions, listFlows, listRuns]);
  const moveOn = async (): Promise<void> => {
    const answer = await send({ params: { runId }, body: { by: 'operator' } });
    if (answer.ok) toast({ kind: 'ok', title: `${laneKey} goes on`, detail: 'The exception stays open.' });
    else toast({ kind: 'failed', title: `${laneKey} does not go on`, detail: answer.problem.detail });
  };
  const label = `Move on past the failed run of ${laneKey}`;
  const look = { icon: <SkipForward size={13} />, disabled: pending, onClick: () => void moveOn() };
  if (iconOnly) return <IconButton size="sm" label={label} {...look} />;
  return (
    <Button size="sm" aria-label={label} {...look}>
      Move on
    </Button>
  );
}
