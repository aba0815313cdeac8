import type { CompletionDetails, TypeAnswer, TypeCompletion, TypeProblem, TypeQuestion } from './messages.ts';

/** Questions to the language service; `undefined` where it has no answer, or was ended. */
export interface TypeClient {
  readonly declare: (text: string) => void;
  readonly problems: (text: string) => Promise<readonly TypeProblem[] | undefined>;
  readonly complete: (text: string, at: number) => Promise<TypeCompletion | undefined>;
  readonly details: (text: string, at: number, name: string) => Promise<CompletionDetails | undefined>;
  readonly end: () => void;
  /** False where there is no worker to ask. */
  readonly works: boolean;
}

type Port = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;
type Asked = TypeQuestion extends infer Q ? (Q extends { id: number } ? Omit<Q, 'id'> : never) : never;

/** Without a worker (an old browser, no memory) maps are written without types, and nothing else is missing. */
export function createTypeClient(start: () => Port = startWorker): TypeClient {
  const waiting = new Map<number, (value: unknown) => void>();
  let port: Port | undefined;
  let next = 0;
  const end = (): void => {
    port?.terminate();
    port = undefined;
    for (const settle of waiting.values()) settle(undefined);
    waiting.clear();
  };
  try {
    port = start();
  } catch {
    port = undefined;
  }
  port?.addEventListener('message', ((event: MessageEvent<TypeAnswer>) => {
    const { id, ...answer } = event.data;
    waiting.get(id)?.('value' in answer ? answer.value : undefined);
    waiting.delete(id);
  }) as EventListener);
  port?.addEventListener('error', end);
  const ask = <T>(question: Asked): Promise<T | undefined> => {
    if (!port) return Promise.resolve(undefined);
    const id = next++;
    return new Promise((resolve) => {
      waiting.set(id, resolve as (value: unknown) => void);
      port?.postMessage({ ...question, id });
    });
  };
  return {
    declare: (text) => port?.postMessage({ ask: 'declare', text }),
    problems: (text) => ask({ ask: 'problems', text }),
    complete: (text, at) => ask({ ask: 'complete', text, at }),
    details: (text, at, name) => ask({ ask: 'details', text, at, name }),
    end,
    works: port !== undefined,
  };
}

function startWorker(): Worker {
  return new Worker(new URL('./types.worker.ts', import.meta.url), { type: 'module', name: 'types' });
}
