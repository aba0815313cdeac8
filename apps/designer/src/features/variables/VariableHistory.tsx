import { listVariableChanges, type VariableChange } from '@lockstep/schema/api';
import { variableText } from '@lockstep/schema/variables';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Dialog, SkeletonRows, Time } from '../../ui/index.ts';

export interface VariableHistoryProps {
  /** All variables when absent. */
  readonly name: string | undefined;
  readonly onClose: () => void;
}

/** Who changed what, when and why: old value, new value. */
export function VariableHistory({ name, onClose }: VariableHistoryProps) {
  const found = useCall(listVariableChanges, { query: name === undefined ? {} : { name } });
  return (
    <Dialog
      open
      shape="drawer"
      onClose={onClose}
      title={name === undefined ? 'History of all variables' : `History of ${name}`}
      description="Runs under way keep the values they began with."
    >
      <AnswerView query={found} what="The history" loading={<SkeletonRows label="Loading the history" />}>
        {({ changes }) =>
          changes.length === 0 ? (
            <p className="text-muted text-sm">Nothing was changed yet.</p>
          ) : (
            <ol aria-label="Changes" className="flex flex-col gap-2">
              {changes.map((change) => (
                <Change key={change.revision} change={change} isOfAll={name === undefined} />
              ))}
            </ol>
          )
        }
      </AnswerView>
    </Dialog>
  );
}

function Change({ change, isOfAll }: { readonly change: VariableChange; readonly isOfAll: boolean }) {
  const { name, before, after, note, by, at } = change;
  return (
    <li className="rounded-xl border bg-surface px-3 py-2 text-sm">
      <p className="flex justify-between gap-3">
        <span className="font-medium">
          {isOfAll ? <span className="font-mono">{name}</span> : before ? after ? 'Changed' : 'Removed' : 'Created'}
        </span>
        <span className="text-muted text-xs">
          {by}, <Time at={at} />
        </span>
      </p>
      <dl className="mt-1 grid grid-cols-[3rem_minmax(0,1fr)] gap-x-2 font-mono text-xs">
        {before && (
          <>
            <dt className="text-muted">Old</dt>
            <dd className="break-all text-muted line-through">{variableText(before)}</dd>
          </>
        )}
        <dt className="text-muted">New</dt>
        <dd className="break-all">{after ? variableText(after) : 'removed'}</dd>
      </dl>
      {note !== '' && <p className="mt-1 text-muted text-xs">{note}</p>}
    </li>
  );
}
