import type { TopicStore } from '../../store/index.ts';

const LOOK_MS = 60_000;

/** Lets go of what is over, in every process: whoever looks first does it. */
export function startRetention({
  topics,
  keepMs,
  onError,
}: {
  readonly topics: Pick<TopicStore, 'retain'>;
  /** For topics that say nothing of it. */
  readonly keepMs: number;
  readonly onError: (error: unknown) => void;
}): { close(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let looking: Promise<void> = Promise.resolve();
  const again = () => {
    if (!closed) timer = setTimeout(look, LOOK_MS * (0.75 + Math.random() / 2));
  };
  function look(): void {
    looking = topics.retain(keepMs).catch(onError).then(again);
  }
  again();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
