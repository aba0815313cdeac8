import type { ElkNode } from 'elkjs/lib/elk-api.js';
// The file of the package as it is, in a thread of its own (EPL-2.0): 1.5 MB that the page never waits for.
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';

/** The layout engine in its worker. */
export interface ElkClient {
  /** Starts the worker and lets it read its code, so that the first layout does not wait for it. */
  readonly warm: () => void;
  /** `undefined` when it was cancelled. @throws Error when there is no worker, or the graph cannot be laid out */
  readonly layout: (graph: ElkNode, signal: AbortSignal) => Promise<ElkNode | undefined>;
}

type Port = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>;

interface Answer {
  readonly id: number;
  readonly data?: ElkNode;
  readonly error?: { readonly message?: string };
}

export function createElkClient(start: () => Port = () => new Worker(workerUrl, { name: 'elk' })): ElkClient {
  let port: Port | undefined;
  let next = 1;
  const waiting = new Map<number, (answer: Answer | Error) => void>();
  const end = (why?: Error) => {
    port?.terminate();
    port = undefined;
    for (const settle of waiting.values()) settle(why ?? { id: 0 });
    waiting.clear();
  };
  const started = (): Port => {
    if (port !== undefined) return port;
    const made = start();
    made.onmessage = ({ data }: MessageEvent<Answer>) => {
      waiting.get(data.id)?.(data);
      waiting.delete(data.id);
    };
    made.onerror = () => end(new Error('The layout engine could not be loaded.'));
    made.postMessage({ id: 0, cmd: 'register', algorithms: ['layered'] });
    port = made;
    return made;
  };
  return {
    warm: () => {
      try {
        started();
      } catch {
        // no worker here: asked in earnest, it says so
      }
    },
    layout: (graph, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          resolve(undefined);
          return;
        }
        const id = next++;
        const worker = started();
        waiting.set(id, (answer) => {
          if (answer instanceof Error) reject(answer);
          else if (answer.error !== undefined) reject(new Error(answer.error.message ?? 'The layout failed.'));
          else resolve(answer.data);
        });
        // The engine cannot be interrupted: its thread is ended, and another one begins with the next layout.
        signal.addEventListener('abort', () => waiting.has(id) && end(), { once: true });
        worker.postMessage({ id, cmd: 'layout', graph, layoutOptions: {}, options: { logging: false } });
      }),
  };
}
