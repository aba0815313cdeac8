import { describe, expect, it } from 'vitest';
import { createElkClient } from './elk-client.ts';

/** A worker that answers when it is told to. */
function fakeWorker() {
  const asked: { id: number; cmd: string }[] = [];
  let ended = 0;
  const port = {
    onmessage: null as ((event: MessageEvent) => void) | null,
    onerror: null as (() => void) | null,
    postMessage: (message: { id: number; cmd: string }) => void asked.push(message),
    terminate: () => {
      ended += 1;
    },
  };
  const answer = (data: unknown) => port.onmessage?.(new MessageEvent('message', { data }));
  return { port, asked, answer, ended: () => ended };
}
const graph = { id: 'flow', children: [] };

describe('the layout engine', () => {
  it('is started once, ahead of its first use, and answers by the id of the question', async () => {
    const worker = fakeWorker();
    let starts = 0;
    const client = createElkClient(() => {
      starts += 1;
      return worker.port as unknown as Worker;
    });
    client.warm();
    const laidOut = client.layout(graph, new AbortController().signal);
    worker.answer({ id: worker.asked.at(-1)?.id, data: { ...graph, width: 7 } });
    expect([await laidOut, starts, worker.asked.map(({ cmd }) => cmd)]).toEqual([
      { ...graph, width: 7 },
      1,
      ['register', 'layout'],
    ]);
  });

  it('ends its thread when a layout is cancelled, and begins anew with the next', async () => {
    const workers = [fakeWorker(), fakeWorker()];
    let starts = 0;
    const client = createElkClient(() => workers[starts++]?.port as unknown as Worker);
    const stop = new AbortController();
    const cancelled = client.layout(graph, stop.signal);
    stop.abort();
    expect([await cancelled, workers[0]?.ended()]).toEqual([undefined, 1]);
    void client.layout(graph, new AbortController().signal);
    expect(starts).toBe(2);
  });

  it('says so when the graph cannot be laid out', async () => {
    const worker = fakeWorker();
    const client = createElkClient(() => worker.port as unknown as Worker);
    const laidOut = client.layout(graph, new AbortController().signal);
    worker.answer({ id: worker.asked.at(-1)?.id, error: { message: 'no such port' } });
    await expect(laidOut).rejects.toThrow('no such port');
  });
});
