import type { Case, CaseChange, CaseEntry } from '../cases/case.ts';

/** Which case: what kind of thing, and what people call it by. */
export interface CaseId {
  readonly kind: string;
  readonly key: string;
}

export interface CaseUpdate extends CaseId {
  readonly change: CaseChange;
  /** The same key changes once, however often it is asked for. */
  readonly effectKey: string;
  /** Where the change comes from. */
  readonly by: { readonly runId: string; readonly flowId: string; readonly node: string };
}

export interface CaseOutcome {
  readonly case: Case;
  /** What the change told that contradicts what is known; empty when nothing does. */
  readonly refused: readonly CaseEntry[];
}

/** Business objects as all flows know them together, shared by all processes. */
export interface Cases {
  read(id: CaseId): Promise<Case | undefined>;
  /** Durable when it resolves; one change of a case after the other. */
  update(update: CaseUpdate): Promise<CaseOutcome>;
}
