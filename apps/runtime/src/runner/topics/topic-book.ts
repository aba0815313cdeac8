import type { Store } from '../../store/index.ts';
import { TOPIC_RULES_CHANNEL, type TopicRules } from '../../store/topics/topics.ts';

/** What was declared about topics and is asked for at every event, in memory. */
export interface TopicBook {
  find(topic: string): TopicRules | undefined;
  /** Reads it anew; whoever declared something waits for it. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** In case the news of a declaration got lost. */
const POLL_MS = 10_000;

/** Every process has its own; a declaration is heard of by all. @throws when the database cannot be reached at the start */
export async function openTopicBook(
  { topics, listen }: Pick<Store, 'topics' | 'listen'>,
  onError: (error: unknown) => void,
): Promise<TopicBook> {
  let rules: ReadonlyMap<string, TopicRules> = new Map();
  const refresh = async () => {
    rules = await topics.rules();
  };
  const look = () => void refresh().catch(onError);
  await refresh();
  const unlisten = await listen(TOPIC_RULES_CHANNEL, look, look);
  const poll = setInterval(look, POLL_MS);
  return {
    find: (topic) => rules.get(topic),
    refresh,
    async close() {
      clearInterval(poll);
      await unlisten().catch(() => undefined);
    },
  };
}
