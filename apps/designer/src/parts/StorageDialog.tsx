import type { RetentionPreview, StorageRules } from '@lockstep/schema/api';
import { useEffect, useState } from 'react';
import { Button, Dialog, Notice, Spinner } from '../ui/index.ts';
import { type RuleDraft, StorageRuleFields } from './StorageRuleFields.tsx';
import { removalWords } from './storage-words.ts';

export interface StorageDialogProps {
  readonly title: string;
  readonly description: string;
  readonly rules: RuleDraft;
  /** What holds where nothing is said; absent for the workspace itself. */
  readonly workspace?: StorageRules;
  /** Counts what would be removed; `undefined` when it cannot be told. */
  readonly count: (days: Days, signal: AbortSignal) => Promise<RetentionPreview | undefined>;
  readonly busy: boolean;
  readonly onSave: (rules: RuleDraft) => void;
  readonly onClose: () => void;
}

export interface Days {
  /** 0: for ever. */
  readonly doneDays: number;
  readonly failedDays: number;
}

/** Sets how long and how much is stored, after saying what would be removed. */
export function StorageDialog(props: StorageDialogProps) {
  const { title, description, workspace, count, busy, onSave, onClose } = props;
  const [rules, setRules] = useState(props.rules);
  const days = {
    doneDays: rules.doneDays ?? workspace?.doneDays ?? 0,
    failedDays: rules.failedDays ?? workspace?.failedDays ?? 0,
  };
  const removal = useRemoval(days, count);
  const words = typeof removal === 'object' ? removalWords(removal) : undefined;
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind={words === undefined ? 'primary' : 'danger'}
            busy={busy}
            disabled={removal === 'counting'}
            onClick={() => onSave(rules)}
          >
            {words === undefined ? 'Save' : 'Save and remove'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <StorageRuleFields rules={rules} workspace={workspace} onChange={setRules} />
        <Removal removal={removal} words={words} />
      </div>
    </Dialog>
  );
}

type RemovalState = 'counting' | 'unknown' | RetentionPreview;

function Removal({ removal, words }: { readonly removal: RemovalState; readonly words: string | undefined }) {
  if (removal === 'counting')
    return (
      <p role="status" className="flex items-center gap-2 text-muted text-sm">
        <Spinner /> Counting what this would remove…
      </p>
    );
  if (removal === 'unknown') return <Notice kind="failed">It could not be counted what this would remove.</Notice>;
  if (words !== undefined) return <Notice kind="waiting">{words}</Notice>;
  return (
    <p role="status" className="text-muted text-sm">
      No run is removed by this now.
    </p>
  );
}

/** Typing goes on; counting looks through the runs. */
const REST_MS = 400;

function useRemoval({ doneDays, failedDays }: Days, count: StorageDialogProps['count']): RemovalState {
  const [state, setState] = useState<RemovalState>('counting');
  const [counter] = useState(() => count);
  useEffect(() => {
    setState('counting');
    const away = new AbortController();
    const timer = setTimeout(async () => {
      const preview = await counter({ doneDays, failedDays }, away.signal);
      if (!away.signal.aborted) setState(preview ?? 'unknown');
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      away.abort();
    };
  }, [doneDays, failedDays, counter]);
  return state;
}
