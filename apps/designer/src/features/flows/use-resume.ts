import { getPause, listFlows, resumeFlow } from '@lockstep/schema/api';
import { useSend } from '../../api/index.ts';
import { toast } from '../../ui/index.ts';

/** Lets a paused flow go on, and says how many messages waited for it. */
export function useResume(): (flow: { readonly id: string; readonly name: string }) => Promise<void> {
  const { send } = useSend(resumeFlow, [listFlows, getPause]);
  return async ({ id, name }) => {
    const answer = await send({ params: { flowId: id }, body: {} });
    if (!answer.ok) {
      toast({ kind: 'failed', title: `${name} is still paused`, detail: answer.problem.detail });
      return;
    }
    const { released } = answer.value;
    const detail =
      released === 1 ? 'One message that waited begins now.' : `${released} messages that waited begin now.`;
    toast({ kind: 'ok', title: `${name} goes on`, ...(released > 0 && { detail }) });
  };
}
