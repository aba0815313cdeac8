import { applyEdit, canonicalJson, type Flow, FlowEdit } from '@lockstep/schema/graph';
import { z } from 'zod';
import type { Command, History } from './history.ts';
import type { LargeStore } from './large-store.ts';

const KeptCommand = z.object({ label: z.string(), redo: FlowEdit, undo: FlowEdit, at: z.number() });
const Kept = z.object({
  /** Print of the document the history belongs to: on any other one its edits would not fit. */
  of: z.string(),
  past: z.array(KeptCommand),
  future: z.array(KeptCommand),
});

export interface HistoryCopies {
  /** The history of exactly this document; `undefined` when none is kept, or that of another state of the flow. */
  readonly read: (flow: Flow) => Promise<History | undefined>;
  /** Settles when it is kept, or cannot be; what fits beside the drafts is kept at once. */
  readonly write: (flow: Flow, history: History) => Promise<void>;
}

const PREFIX = 'lockstep.history.';
/** All histories in `localStorage` together, as characters of 2 bytes: 2 MB. The rest of it is for drafts. */
const BESIDE_DRAFTS_CHARS = 1_000_000;
/** One history, wherever it is kept: the oldest steps beyond this are let go. */
const LONGEST_CHARS = 8_000_000;
const MOST_STEPS = 200;

/**
 * Keeps what was done to each flow on this machine, so that undo works after a reload. Small histories lie in
 * `localStorage`, which is written before a page goes away; large ones in `large`.
 */
export function browserHistories(storage: Storage, large: LargeStore): HistoryCopies {
  const keyOf = (flowId: string) => PREFIX + flowId;
  return {
    read: async (flow) => {
      try {
        const key = keyOf(flow.id);
        const text = storage.getItem(key) ?? (await large.get(key));
        const parsed = text === undefined ? undefined : Kept.safeParse(JSON.parse(text));
        if (parsed?.success !== true || parsed.data.of !== printOf(flow)) return undefined;
        const { past, future } = parsed.data;
        return fits(flow, { past, future }) ? { past, future } : undefined;
      } catch {
        return undefined; // unreadable: the history begins anew
      }
    },
    write: async (flow, history) => {
      const key = keyOf(flow.id);
      const text = JSON.stringify({ of: printOf(flow), ...bounded(history) });
      if (putBeside(storage, key, text)) return;
      remove(storage, key);
      await large.put(key, text).catch(() => {}); // nowhere to keep it: undo ends with the page
    },
  };
}

function putBeside(storage: Storage, key: string, text: string): boolean {
  try {
    if (usedByOthers(storage, key) + text.length > BESIDE_DRAFTS_CHARS) return false;
    storage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

function usedByOthers(storage: Storage, key: string): number {
  let chars = 0;
  for (let index = 0; index < storage.length; index += 1) {
    const name = storage.key(index);
    if (name?.startsWith(PREFIX) && name !== key) chars += storage.getItem(name)?.length ?? 0;
  }
  return chars;
}

function remove(storage: Storage, key: string): void {
  try {
    storage.removeItem(key);
  } catch {
    // storage forbidden: nothing lies there
  }
}

/** The steps nearest to now, as many as may be kept. Typing after a reload begins a step of its own. */
function bounded({ past, future }: History): History {
  let left = LONGEST_CHARS;
  const take = (commands: readonly Command[]): readonly Command[] => {
    const kept: Command[] = [];
    for (const { merge: _merge, ...command } of commands.slice(0, MOST_STEPS)) {
      left -= JSON.stringify(command).length;
      if (left < 0) break;
      kept.push(command);
    }
    return kept;
  };
  const newestFirst = take(past.toReversed());
  return { past: newestFirst.toReversed(), future: take(future) };
}

/** Tries the whole history on the document, so that no undo can fail later. */
function fits(flow: Flow, { past, future }: History): boolean {
  try {
    past.toReversed().reduce((state, { undo }) => applyEdit(state, undo), flow);
    future.reduce((state, { redo }) => applyEdit(state, redo), flow);
    return true;
  } catch {
    return false;
  }
}

/** A short print of a document: equal for equal ones, and as good as never for others. 53 bits (cyrb53). */
function printOf(flow: Flow): string {
  const text = canonicalJson(flow);
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 2_654_435_761);
    b = Math.imul(b ^ unit, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return `${text.length}-${(4_294_967_296 * (2_097_151 & b) + (a >>> 0)).toString(36)}`;
}
