import { getBoard, getRun, listExceptions, listRuns, retryException } from '@lockstep/schema/api';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useSend } from '../../api/index.ts';
import { toast } from '../../ui/index.ts';

/** Tries an exception again from the board; what needs a decision first is opened. */
export function useRetry() {
  const router = useRouter();
  const { send } = useSend(retryException, [getBoard, listExceptions, listRuns, getRun]);
  const [busy, setBusy] = useState<string>();
  const retry = async (id: string): Promise<void> => {
    setBusy(id);
    const answer = await send({ params: { id }, body: { by: 'operator' } });
    setBusy(undefined);
    if (answer.ok) return toast({ kind: 'ok', title: 'It is tried again' });
    toast({
      kind: 'failed',
      title: answer.problem.title,
      detail: answer.problem.detail,
      action: { label: 'Open', onClick: () => router.history.push(`/exceptions?exception=${id}`) },
    });
  };
  return { busy, retry: (id: string) => void retry(id) };
}
