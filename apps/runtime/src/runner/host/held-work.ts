import { frameAt, itemPath, type Plan, type RunState, stepAt } from '../../engine/index.ts';
import { type GatherCommand, gatherScope, type JudgeCommand, judgeItem } from './execute-scope.ts';
import { type Execution, executeStep, type StepCommand, type StepEnd } from './execute-step.ts';

/** Commands that somebody works on. */
export type Work = StepCommand | GatherCommand | JudgeCommand;

export interface Held {
  readonly id: string;
  readonly command: Work;
  /** It begins only when what led to it is durable, and never while a takeover recomputes. */
  readonly isEffect: boolean;
}

/** Work that was commanded and has not begun. */
export interface HeldWork {
  /** @param barrier newest event that must be durable before an effect begins */
  put(command: Work, barrier: number): void;
  /** Takes out what may begin now. */
  ready(now: ReadyAt): readonly Held[];
  clear(): void;
}

export interface ReadyAt {
  readonly state: RunState;
  /** Newest event written, and newest event. */
  readonly saved: number;
  readonly head: number;
  readonly recovering: boolean;
}

/** Events of items that may wait to be written: pure steps of a scope are computed no further ahead than that. */
const MAX_AHEAD = 1000;

export function createHeldWork(plan: Plan): HeldWork {
  const held = new Map<string, Held & { readonly barrier: number }>();
  return {
    put(command, barrier) {
      const isPure = command.type === 'scope.judge' || plan.byId.get(command.node)?.effect === 'none';
      const isEffect = command.type === 'scope.gather' || !isPure;
      held.set(command.id, { id: command.id, command, isEffect, barrier });
    },
    ready({ state, saved, head, recovering }) {
      const ready: Held[] = [];
      for (const [id, work] of held) {
        const { command, isEffect, barrier } = work;
        if (isEffect && (recovering || barrier > saved)) continue;
        if (command.item !== undefined && head - saved > MAX_AHEAD) continue;
        held.delete(id);
        // The engine may have settled it meanwhile: a `once` effect whose outcome is unknown.
        if (isCommanded(plan, state, command)) ready.push(work);
      }
      return ready;
    },
    clear: () => held.clear(),
  };
}

function isCommanded(plan: Plan, state: RunState, command: Work): boolean {
  const { node, item = '' } = command;
  if (command.type !== 'scope.judge') return stepAt(plan, state, { node, item })?.status === 'running';
  const [first] = plan.bodies.get(node) ?? [];
  const path = itemPath(item, command.index);
  const frame = first && frameAt(plan, state, { node: first.id, item: path });
  return frame?.judging === true;
}

/** Does one command and makes its end an event. */
export function execute(command: Work, execution: Execution): Promise<StepEnd> {
  switch (command.type) {
    case 'step.run':
      return executeStep(command, execution);
    case 'scope.gather':
      return gatherScope(command, execution);
    case 'scope.judge':
      return judgeItem(command, execution);
    default:
      return command satisfies never;
  }
}
