import { Flow } from '@lockstep/schema/graph';
import { z } from 'zod';

const Kept = z.object({ flow: Flow, basedOn: z.int(), at: z.number() });
/** Work of this browser that the server has not confirmed. */
export type LocalCopy = z.infer<typeof Kept>;

export interface LocalCopies {
  readonly read: (flowId: string) => LocalCopy | undefined;
  /** False when it could not be kept: the storage is full or forbidden. */
  readonly write: (copy: LocalCopy) => boolean;
  readonly forget: (flowId: string) => void;
}

const keyOf = (flowId: string) => `lockstep.draft.${flowId}`;

/** Copies in `localStorage`: synchronous, so the last keystroke survives a closed tab. About 5 MB for all flows. */
export function browserCopies(storage: Storage): LocalCopies {
  return {
    read: (flowId) => {
      try {
        const text = storage.getItem(keyOf(flowId));
        const parsed = text === null ? undefined : Kept.safeParse(JSON.parse(text));
        return parsed?.success ? parsed.data : undefined;
      } catch {
        return undefined; // unreadable: the server's draft is all there is
      }
    },
    write: (copy) => {
      try {
        storage.setItem(keyOf(copy.flow.id), JSON.stringify(copy));
        return true;
      } catch {
        return false;
      }
    },
    forget: (flowId) => {
      try {
        storage.removeItem(keyOf(flowId));
      } catch {
        // storage forbidden: nothing was kept either
      }
    },
  };
}
