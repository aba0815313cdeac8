import { Badge } from '../../ui/index.ts';
import { stateTone, stateWords } from './case-words.ts';

/** The state of a case, a line or a group: a word on its colour. */
export function StateBadge({ state }: { readonly state: string }) {
  return <Badge tone={stateTone(state)}>{stateWords(state)}</Badge>;
}
