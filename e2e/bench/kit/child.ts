import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A process of the benchmark's own that answers one request at a time. */
export interface BenchChild<Request extends object, Answer> {
  ask(request: Request): Promise<Answer>;
  /** Resolves when it has ended by itself. */
  close(): Promise<void>;
}

/** Starts `processes/<name>.ts` with `args`; resolves when it says that it is ready. */
export async function startChild<Request extends object, Answer>(
  name: string,
  args: readonly string[] = [],
): Promise<BenchChild<Request, Answer>> {
  const file = fileURLToPath(new URL(`../processes/${name}.ts`, import.meta.url));
  const child = fork(file, [...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await message(child);
  return {
    async ask(request) {
      child.send(request);
      return (await message(child)) as Answer;
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.disconnect();
      await ended;
    },
  };
}

/** The other side: says that it is ready and answers; `end` is called when the parent lets go or is gone. */
export function answerParent<Request>(
  answer: (request: Request) => Promise<unknown>,
  end: () => Promise<void> | void = () => undefined,
): void {
  process.on('message', (request: Request) => {
    void answer(request).then((value) => process.send?.(value ?? null));
  });
  process.once('disconnect', () => void Promise.resolve(end()).finally(() => process.exit(0)));
  process.send?.('ready');
}

function message(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`A process of the benchmark ended with ${code}.`));
    child.once('exit', onExit);
    child.once('message', (value) => {
      child.off('exit', onExit);
      resolve(value);
    });
  });
}
