import { getWaitingRuns, type RunMigration } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { type ShownProblem, useRefresh } from '../../api/index.ts';
import { Button, Dialog, ErrorState, SkeletonRows, toast } from '../../ui/index.ts';
import { moveAllRuns, runsInWords, stayingIn } from './move-runs.ts';

export interface MoveRunsDialogProps {
  readonly flowId: string;
  /** Version the runs go on in. */
  readonly to: number;
  readonly onClose: () => void;
}

/** Tells what moving the runs that wait would do, and moves them. */
export function MoveRunsDialog({ flowId, to, onClose }: MoveRunsDialogProps) {
  const refresh = useRefresh();
  const [found, setFound] = useState<RunMigration>();
  const [refusal, setRefusal] = useState<ShownProblem>();
  const [moving, setMoving] = useState(false);
  const [asked, setAsked] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks again when a person wants it
  useEffect(() => {
    let wanted = true;
    void moveAllRuns(flowId, { to, dryRun: true }).then((answer) => {
      if (!wanted) return;
      if (answer.ok) setFound(answer.value);
      else setRefusal(answer.problem);
    });
    return () => {
      wanted = false;
    };
  }, [flowId, to, asked]);
  const move = async () => {
    setMoving(true);
    const answer = await moveAllRuns(flowId, { to, dryRun: false });
    setMoving(false);
    refresh(getWaitingRuns);
    if (!answer.ok) return setRefusal(answer.problem);
    const { moved, busy } = answer.value;
    const left = busy > 0 ? `${runsInWords(busy)} went on meanwhile.` : undefined;
    toast({ kind: 'ok', title: `${runsInWords(moved)} moved to version ${to}`, detail: left });
    onClose();
  };
  const retry = () => {
    setRefusal(undefined);
    setFound(undefined);
    setAsked(asked + 1);
  };
  const movable = found?.moved ?? 0;
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Move waiting runs to version ${to}`}
      description="Each run is checked: every step it took must stand in the new version where it stood."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            busy={moving}
            disabled={movable === 0 || refusal !== undefined}
            onClick={() => void move()}
          >
            {found ? `Move ${runsInWords(movable)}` : 'Move'}
          </Button>
        </>
      }
    >
      {refusal && (
        <ErrorState title="The runs cannot be moved" detail={refusal.detail ?? refusal.title} onRetry={retry} />
      )}
      {!refusal && !found && <SkeletonRows rows={3} label="Checking the runs" />}
      {!refusal && found && <Found found={found} />}
    </Dialog>
  );
}

function Found({ found }: { readonly found: RunMigration }) {
  const { moved, begins, refused } = found;
  const staying = stayingIn(found);
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p>
        <strong className="font-semibold">{runsInWords(moved)}</strong> can be moved
        {staying > 0 ? `, ${runsInWords(staying)} must stay.` : '.'}
      </p>
      {begins.length > 0 && (
        <section aria-label="Begins at once">
          <h3 className="mb-1 font-medium text-xs">Begins at once in moved runs</h3>
          <ul className="list-disc pl-5">
            {begins.map(({ node, name, count }) => (
              <li key={node}>
                “{name}” in {runsInWords(count)}
              </li>
            ))}
          </ul>
        </section>
      )}
      {refused.length > 0 && (
        <section aria-label="Stays where it is">
          <h3 className="mb-1 font-medium text-xs">Stays where it is</h3>
          <ul className="flex flex-col gap-2">
            {refused.map(({ version, message, count, example }) => (
              <li key={`${version} ${message}`} className="rounded-lg border p-2.5">
                <p>{message}</p>
                <p className="text-muted text-xs">
                  {runsInWords(count)} of version {version},{' '}
                  <Link to="/runs/$runId" params={{ runId: example }} className="text-accent-text underline">
                    one of them
                  </Link>
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
