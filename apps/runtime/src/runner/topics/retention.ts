import type { TopicStore } from '../../store/index.ts';
import { type Loop, startLoop } from '../loop.ts';

const LOOK_MS = 60_000;

/**
 * Lets go of what is over, in every process: whoever looks first does it.
 *
 * @param keepMs for topics that say nothing of it
 */
export function startRetention({
  topics,
  keepMs,
  onError,
}: {
  readonly topics: Pick<TopicStore, 'retain'>;
  readonly keepMs: number;
  readonly onError: (error: unknown) => void;
}): Loop {
  return startLoop({
    async look() {
      await topics.retain(keepMs);
      return undefined;
    },
    everyMs: LOOK_MS,
    onError,
  });
}
