import {
  type FlowStorage,
  getFlowStorage,
  getUsage,
  previewWorkspaceRetention,
  putWorkspaceStorage,
} from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call, useCall, useSend } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { StorageDialog } from '../../parts/StorageDialog.tsx';
import { FULLNESS, keptFor, limitWords } from '../../parts/storage-words.ts';
import { Badge, Button, Dialog, formatBytes, formatCount, SkeletonRows, Table, Td, Th, toast } from '../../ui/index.ts';

const LOOK_MS = 10_000;

/** What the runs of each flow take, the largest first, and the rules of the workspace. */
export function StorageDrawer({ onClose }: { readonly onClose: () => void }) {
  const usage = useCall(getUsage, {}, { refetchInterval: LOOK_MS });
  const [changing, setChanging] = useState(false);
  return (
    <Dialog
      open
      onClose={onClose}
      shape="drawer"
      size="lg"
      title="Storage"
      description="What the runs of each flow take, how long they are kept, and how much they may take."
    >
      <AnswerView query={usage} what="Storage" loading={<SkeletonRows label="Loading storage" rows={5} />}>
        {({ workspace, bytes, flows }) => (
          <div className="flex flex-col gap-4">
            <section
              aria-label="Rules of the workspace"
              className="flex items-start gap-3 rounded-lg bg-sunken px-4 py-3"
            >
              <p className="min-w-0 flex-1 text-sm">
                Flows that say nothing themselves keep done runs <strong>{keptFor(workspace.doneDays)}</strong>, failed
                and cancelled ones <strong>{keptFor(workspace.failedDays)}</strong>, with{' '}
                <strong>{limitWords(workspace.quotaBytes)}</strong> of storage each. All together store{' '}
                <strong className="tabular">{formatBytes(bytes)}</strong>.
              </p>
              <Button size="sm" onClick={() => setChanging(true)}>
                Change…
              </Button>
            </section>
            <Table label="Storage by flow">
              <thead>
                <tr>
                  <Th>Flow</Th>
                  <Th className="w-28">Stored</Th>
                  <Th className="w-24">Runs</Th>
                  <Th className="w-32">Limit</Th>
                  <Th className="w-44">Kept: done, failed</Th>
                </tr>
              </thead>
              <tbody>
                {flows.map((flow) => (
                  <FlowRow key={flow.flowId} flow={flow} />
                ))}
              </tbody>
            </Table>
            {changing && <Change workspace={workspace} onClose={() => setChanging(false)} />}
          </div>
        )}
      </AnswerView>
    </Dialog>
  );
}

function FlowRow({ flow }: { readonly flow: FlowStorage }) {
  const { flowId, flowName, bytes, runs, inForce, fullness } = flow;
  const state = FULLNESS[fullness];
  return (
    <tr data-testid={`storage-row:${flowId}`}>
      <Td>
        <Link
          to="/flows/$flowId"
          params={{ flowId }}
          title={flowName}
          className="block truncate rounded font-medium hover:underline"
        >
          {flowName}
        </Link>
        {state !== undefined && <Badge tone={state.tone}>{state.words}</Badge>}
      </Td>
      <Td className="tabular">{formatBytes(bytes)}</Td>
      <Td className="tabular">{formatCount(runs)}</Td>
      <Td>{limitWords(inForce.quotaBytes)}</Td>
      <Td className="text-muted">
        {keptFor(inForce.doneDays)}
        {inForce.failedDays !== inForce.doneDays && `, ${keptFor(inForce.failedDays)}`}
      </Td>
    </tr>
  );
}

interface ChangeProps {
  readonly workspace: FlowStorage['inForce'];
  readonly onClose: () => void;
}

function Change({ workspace, onClose }: ChangeProps) {
  const { send, pending } = useSend(putWorkspaceStorage, [getUsage, getFlowStorage]);
  return (
    <StorageDialog
      title="Storage of the workspace"
      description="It holds at once for every flow that says nothing itself."
      rules={workspace}
      busy={pending}
      count={async (query, signal) => {
        const answer = await call(previewWorkspaceRetention, { query }, signal);
        return answer.ok ? answer.value : undefined;
      }}
      onSave={async ({ doneDays = 0, failedDays = 0, quotaBytes = 0 }) => {
        const answer = await send({ body: { doneDays, failedDays, quotaBytes } });
        onClose();
        if (answer.ok) toast({ kind: 'ok', title: 'The storage rules of the workspace hold from now on' });
        else toast({ kind: 'failed', title: 'Not changed', detail: answer.problem.detail ?? answer.problem.title });
      }}
      onClose={onClose}
    />
  );
}
