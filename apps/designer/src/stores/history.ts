import { applyEdit, applyInvertibly, canonicalJson, type Flow, type FlowEdit } from '@lockstep/schema/graph';

/** One gesture: what it was called, how to do it again and how to take it back. */
export interface Command {
  readonly label: string;
  readonly redo: FlowEdit;
  readonly undo: FlowEdit;
  /** Commands with one key that follow each other closely are one step of the history: typing in a field. */
  readonly merge?: string;
  /** Epoch milliseconds of the last change that went into it. */
  readonly at: number;
}

export interface History {
  readonly past: readonly Command[];
  readonly future: readonly Command[];
}

export const EMPTY_HISTORY: History = { past: [], future: [] };
/** Steps kept; a step is two small edits, so this is a few megabytes at the very most. */
const HISTORY_LIMIT = 500;
/** A pause longer than this between two key strokes begins a new step. */
const MERGE_PAUSE_MS = 1_500;

export interface Gesture {
  readonly label: string;
  readonly edit: FlowEdit;
  readonly merge?: string | undefined;
  readonly at: number;
}

export interface Edited {
  readonly flow: Flow;
  readonly history: History;
}

/** Applies one gesture and remembers its inverse. A gesture that changes nothing is not remembered. */
export function perform(flow: Flow, history: History, gesture: Gesture): Edited {
  const { flow: next, inverse: undo } = applyInvertibly(flow, gesture.edit);
  if (next === flow || isSame(undo, gesture.edit)) return { flow, history };
  const last = history.past.at(-1);
  if (last !== undefined && continues(last, gesture, history)) {
    const merged: Command = { ...last, redo: gesture.edit, at: gesture.at };
    return { flow: next, history: { past: [...history.past.slice(0, -1), merged], future: [] } };
  }
  const command: Command = {
    label: gesture.label,
    redo: gesture.edit,
    undo,
    at: gesture.at,
    ...(gesture.merge === undefined ? {} : { merge: gesture.merge }),
  };
  return { flow: next, history: { past: [...history.past, command].slice(-HISTORY_LIMIT), future: [] } };
}

/** True for edits that say the same. Most differ in the first thing they do, so what they move is seldom written out. */
function isSame(a: FlowEdit, b: FlowEdit): boolean {
  if (a.type !== 'batch' || b.type !== 'batch') return a.type === b.type && canonicalJson(a) === canonicalJson(b);
  return a.edits.length === b.edits.length && a.edits.every((edit, index) => isSame(edit, b.edits[index] as FlowEdit));
}

/** Takes the last gesture back; the same objects when there is none. */
export function undoLast(flow: Flow, history: History): Edited {
  const command = history.past.at(-1);
  if (command === undefined) return { flow, history };
  return {
    flow: applyEdit(flow, command.undo),
    history: { past: history.past.slice(0, -1), future: [command, ...history.future] },
  };
}

/** Does the last undone gesture again; the same objects when there is none. */
export function redoNext(flow: Flow, history: History): Edited {
  const [command, ...future] = history.future;
  if (command === undefined) return { flow, history };
  return { flow: applyEdit(flow, command.redo), history: { past: [...history.past, sealed(command)], future } };
}

/** Goes to where `position` gestures are done, backwards or forwards; positions that are not there are the nearest one. */
export function jumpTo(flow: Flow, history: History, position: number): Edited {
  const goal = Math.max(0, Math.min(position, history.past.length + history.future.length));
  let at: Edited = { flow, history };
  while (at.history.past.length > goal) at = undoLast(at.flow, at.history);
  while (at.history.past.length < goal) at = redoNext(at.flow, at.history);
  return at;
}

/** A redone step is closed: typing after it begins a step of its own. */
function sealed({ merge: _merge, ...command }: Command): Command {
  return command;
}

/** Edits that state the whole new value of one thing, so the latest alone, with the first inverse, is both together. */
function continues(last: Command, gesture: Gesture, history: History): boolean {
  return (
    gesture.merge !== undefined &&
    last.merge === gesture.merge &&
    history.future.length === 0 &&
    gesture.at - last.at <= MERGE_PAUSE_MS &&
    target(last.redo) !== undefined &&
    target(last.redo) === target(gesture.edit)
  );
}

function target(edit: FlowEdit): string | undefined {
  switch (edit.type) {
    case 'node.rename':
    case 'node.params':
    case 'node.policy':
    case 'node.samples':
    case 'node.pin':
      return `${edit.type} ${edit.node}`;
    case 'note.put':
      return `${edit.type} ${edit.note.id}`;
    case 'node.move':
      return `${edit.type} ${Object.keys(edit.positions).sort().join(' ')}`;
    case 'flow.rename':
    case 'flow.settings':
    case 'flow.tests':
      return edit.type;
    default:
      return undefined;
  }
}
