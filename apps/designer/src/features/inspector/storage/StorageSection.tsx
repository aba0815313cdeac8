import { type FlowStorage, getFlowStorage, getUsage, previewRetention, putFlowStorage } from '@lockstep/schema/api';
import { useState } from 'react';
import { call, useCall, useSend } from '../../../api/index.ts';
import { StorageDialog } from '../../../parts/StorageDialog.tsx';
import { FULLNESS, keptFor, limitWords, runCount } from '../../../parts/storage-words.ts';
import { Badge, Button, formatBytes, Progress, toast } from '../../../ui/index.ts';
import { Section } from '../Section.tsx';

const LOOK_MS = 10_000;

/** What the runs of this flow take, how long they are kept, and the way to change it. It holds at once, for all versions. */
export function StorageSection({ flowId, flowName }: { readonly flowId: string; readonly flowName: string }) {
  const storage = useCall(getFlowStorage, { params: { flowId } }, { refetchInterval: LOOK_MS });
  const [changing, setChanging] = useState(false);
  const { data } = storage;
  if (data === undefined) return null;
  return (
    <Section
      id="storage"
      title="Storage"
      lead="How long runs are kept, and how much they may take. Holds at once, for all versions."
    >
      <Facts storage={data} />
      <Button size="sm" className="mt-3" onClick={() => setChanging(true)}>
        Change…
      </Button>
      {changing && <Change storage={data} flowName={flowName} onClose={() => setChanging(false)} />}
    </Section>
  );
}

function Facts({ storage }: { readonly storage: FlowStorage }) {
  const { bytes, runs, removed, inForce, own, fullness } = storage;
  const state = FULLNESS[fullness];
  const whose = (key: keyof FlowStorage['own']) => (own[key] === undefined ? ', as the workspace says' : '');
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-xs">
      <dt className="text-muted">Stored</dt>
      <dd>
        <span className="tabular">
          {formatBytes(bytes)}, {runCount(runs)}
        </span>
        {state !== undefined && (
          <Badge tone={state.tone} className="ml-2">
            {state.words}
          </Badge>
        )}
        {inForce.quotaBytes > 0 && (
          <Progress
            label="Share of the storage limit"
            value={Math.min(bytes, inForce.quotaBytes)}
            max={inForce.quotaBytes}
          />
        )}
      </dd>
      <dt className="text-muted">Limit</dt>
      <dd>
        {limitWords(inForce.quotaBytes)}
        <span className="text-muted">{whose('quotaBytes')}</span>
      </dd>
      <dt className="text-muted">Done runs</dt>
      <dd>
        kept {keptFor(inForce.doneDays)}
        <span className="text-muted">{whose('doneDays')}</span>
      </dd>
      <dt className="text-muted">Failed runs</dt>
      <dd>
        kept {keptFor(inForce.failedDays)}
        <span className="text-muted">{whose('failedDays')}</span>
      </dd>
      {removed > 0 && (
        <>
          <dt className="text-muted">Removed</dt>
          <dd className="tabular">{runCount(removed)} so far</dd>
        </>
      )}
    </dl>
  );
}

interface ChangeProps {
  readonly storage: FlowStorage;
  readonly flowName: string;
  readonly onClose: () => void;
}

function Change({ storage: { flowId, own }, flowName, onClose }: ChangeProps) {
  const usage = useCall(getUsage, {});
  const { send, pending } = useSend(putFlowStorage, [getFlowStorage, getUsage]);
  if (usage.data === undefined) return null;
  return (
    <StorageDialog
      title={`Storage of ${flowName}`}
      description="It holds at once, for the runs of all versions."
      rules={own}
      workspace={usage.data.workspace}
      busy={pending}
      count={async (query, signal) => {
        const answer = await call(previewRetention, { params: { flowId }, query }, signal);
        return answer.ok ? answer.value : undefined;
      }}
      onSave={async (rules) => {
        const answer = await send({ params: { flowId }, body: rules });
        onClose();
        if (answer.ok) toast({ kind: 'ok', title: 'The storage rules of the flow hold from now on' });
        else toast({ kind: 'failed', title: 'Not changed', detail: answer.problem.detail ?? answer.problem.title });
      }}
      onClose={onClose}
    />
  );
}
