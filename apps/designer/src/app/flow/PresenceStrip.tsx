import { createFlow } from '@lockstep/schema/api';
import { useNavigate } from '@tanstack/react-router';
import { Eye, GitBranch, PencilLine } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { call } from '../../api/index.ts';
import { useFlowStoreApi } from '../../stores/FlowStoreProvider.tsx';
import { personName } from '../../stores/person.ts';
import type { PresenceDesk } from '../../stores/presence.ts';
import { Button, toast, useNow } from '../../ui/index.ts';
import { branchOf } from './branch-of.ts';

/** Below the top bar, there while another page writes this draft: who does, and the two ways to write oneself. */
export function PresenceStrip({ desk }: { readonly desk: PresenceDesk }) {
  const { writer, freeAt } = useStore(desk.store);
  const now = useNow();
  const [busy, setBusy] = useState(false);
  const branch = useBranch();
  const waitS = freeAt === undefined ? 0 : Math.max(0, Math.ceil((freeAt - now) / 1000));
  const takeOver = async () => {
    setBusy(true);
    const held = await desk.takeOver();
    setBusy(false);
    if (held !== undefined)
      toast({ kind: 'info', title: `${held} has just changed something`, detail: 'Try again in a moment.' });
  };
  return (
    <section
      aria-label="Who writes this draft"
      data-testid="presence-strip"
      className="flex shrink-0 flex-wrap items-center gap-2 border-b bg-waiting-soft px-4 py-1.5 text-sm"
    >
      <Eye size={15} aria-hidden="true" className="shrink-0 text-waiting" />
      <p role="status" className="min-w-0 flex-1">
        {writer === undefined
          ? 'Nobody changes this flow now; you are looking on.'
          : `${writer.name} is changing this flow. You are looking on and see every save.`}
      </p>
      <Button size="sm" icon={<PencilLine size={13} />} busy={busy} onClick={() => void takeOver()}>
        {waitS > 0 ? `Take over (in ${waitS} s)` : 'Take over'}
      </Button>
      <Button size="sm" icon={<GitBranch size={13} />} onClick={() => void branch()}>
        Branch
      </Button>
    </section>
  );
}

/** Makes a flow of one's own from the draft as it is shown. */
function useBranch() {
  const store = useFlowStoreApi();
  const navigate = useNavigate();
  return async () => {
    const { flow } = store.getState();
    for (let attempt = 1; attempt <= 20; attempt += 1) {
      const copy = branchOf(flow, personName(), attempt);
      const answer = await call(createFlow, { body: { flow: copy } });
      if (answer.ok) {
        toast({
          kind: 'ok',
          title: 'This is your branch',
          detail: 'Its addresses are those of the other flow: change them before you publish it.',
        });
        await navigate({ to: '/flows/$flowId', params: { flowId: copy.id } });
        return;
      }
      if (answer.code !== 'flow-exists') {
        toast({ kind: 'failed', title: 'The branch was not made', detail: answer.problem.title });
        return;
      }
    }
  };
}
