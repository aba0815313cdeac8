import type { createClient } from '@lockstep/schema/api';

export type Call = ReturnType<typeof createClient>;

const PATIENCE_MS = 30_000;
const LOOK_MS = 50;

/** An answer of the API as the kit reads it. */
type Said<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly code: string; readonly detail: string };

/** The value of an answer. @throws Error with the reason, when it is a refusal */
export function granted<Value>(answer: Said<Value>, what: string): Value {
  if (answer.ok) return answer.value;
  throw new Error(`${what}: ${answer.detail} (${answer.code})`);
}

/** Looks until there is something. @throws Error that says what was waited for, and how it stood last */
export async function eventually<Value>(
  what: string,
  look: () => Promise<Value | undefined>,
  stood: () => string = () => '',
): Promise<Value> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > until) throw new Error(`Waited ${PATIENCE_MS / 1000} s for ${what}. ${stood()}`.trim());
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
