import { beatPresence, getDraft } from '@lockstep/schema/api';
import { useEffect, useState } from 'react';
import { call, onLive } from '../../api/index.ts';
import type { FlowStore } from '../../stores/flow-store.ts';
import { PAGE_SESSION, personName } from '../../stores/person.ts';
import { type PresenceAnswer, type PresenceDesk, startPresence } from '../../stores/presence.ts';
import { toast } from '../../ui/index.ts';

/** Says who is here while the page of a flow is open. */
export function usePresence(store: FlowStore): PresenceDesk | undefined {
  const [desk, setDesk] = useState<PresenceDesk>();
  useEffect(() => {
    const flowId = store.getState().flow.id;
    const started = startPresence(store, {
      session: PAGE_SESSION,
      say: (word) => say(flowId, word),
      read: async () => {
        const answer = await call(getDraft, { params: { flowId } });
        return answer.ok ? { flow: answer.value.flow, revision: answer.value.revision } : undefined;
      },
      onLive,
      now: Date.now,
      onReplaced: (by, seen) =>
        toast({
          kind: 'info',
          title: `${by} imported another draft of this flow`,
          detail: seen ? 'You see it now.' : 'What you changed is not saved yet: you will be asked which one to keep.',
        }),
    });
    window.addEventListener('pagehide', started.leave);
    setDesk(started);
    return () => {
      window.removeEventListener('pagehide', started.leave);
      started.stop();
      started.leave();
    };
  }, [store]);
  return desk;
}

async function say(flowId: string, word: { readonly leave?: true; readonly take?: true }): Promise<PresenceAnswer> {
  const body = { session: PAGE_SESSION, name: personName(), ...word };
  if (word.leave) {
    // A page that closes gives up its requests; a beacon is sent all the same.
    const blob = new Blob([JSON.stringify(body)], { type: 'application/json' });
    navigator.sendBeacon?.(`/api/flows/${encodeURIComponent(flowId)}/presence`, blob);
    return { kind: 'silent' };
  }
  const answer = await call(beatPresence, { params: { flowId }, body });
  if (answer.ok) return { kind: 'told', people: answer.value.people, now: Date.parse(answer.value.now) };
  return answer.code === 'draft-held' ? { kind: 'held', by: String(answer.problem.extra.by) } : { kind: 'silent' };
}
