import { createHash } from 'node:crypto';
import { canonicalJson, type LaneOrder, type LaneSettings } from '@lockstep/schema/graph';
import { rankOf } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import type { Sandbox } from '../../sandbox/index.ts';
import { type DoorExpression, type DoorScope, doorExpression, evaluate, keyText } from '../door-expression.ts';
import { OverloadedError, type PlaceOf } from '../host/types.ts';
import type { LoadedFlow } from '../steps/index.ts';

/** The longest key that is shown and stored as it is; a longer one is known by its hash. */
const LONGEST_KEY = 200;
/** A sandbox that is not there is back within this. */
const RETRY_MS = 1_000;

interface LaneExpressions {
  readonly settings: LaneSettings;
  readonly key: DoorExpression;
  readonly order?: DoorExpression | undefined;
  readonly digest?: DoorExpression | undefined;
}

/** Why it cannot be told where a message belongs. */
class Unplaced extends Error {}

/** Computes where messages belong, by the expressions of their flow, in the sandbox or beside it. Rules L2, L3: RUN.md. */
export function createPlaceOf(sandbox: Sandbox): PlaceOf {
  const known = new WeakMap<LoadedFlow, LaneExpressions>();

  async function compute(expression: DoorExpression, scope: DoorScope, what: string): Promise<Json> {
    const result = await evaluate(sandbox, expression, scope);
    if (result.ok) return result.value;
    if (result.isOurs) throw new OverloadedError('The message could not be looked at.', RETRY_MS);
    throw new Unplaced(`${what} failed: ${result.reason}`);
  }

  async function place({ settings, key, order, digest }: LaneExpressions, scope: DoorScope) {
    const text = keyText(await compute(key, scope, 'The key'));
    if (text === undefined) return undefined;
    const rank = order && settings.order && rankIn(await compute(order, scope, 'The order'), settings.order);
    const seen =
      settings.dedupe && (digest ? await compute(digest, scope, 'What repetitions have in common') : scope.input);
    return {
      key: shortKey(text),
      ...(rank !== undefined && { rank }),
      ...(seen !== undefined && { digest: hashOf(canonicalJson(seen)) }),
    };
  }

  return async (loaded, { message: input, trigger, at: now }) => {
    const { lane } = loaded.flow.settings;
    if (!lane) return undefined;
    const expressions = known.get(loaded) ?? expressionsOf(loaded, lane);
    known.set(loaded, expressions);
    try {
      return await place(expressions, { input, trigger, now });
    } catch (error) {
      if (error instanceof Unplaced) return { unplaced: error.message };
      throw error;
    }
  };
}

function expressionsOf(loaded: LoadedFlow, settings: LaneSettings): LaneExpressions {
  const { key, order, dedupe } = settings;
  return {
    settings,
    key: doorExpression(loaded, 'lane/key', key),
    order: order && doorExpression(loaded, 'lane/order', order.value),
    digest: dedupe?.value === undefined ? undefined : doorExpression(loaded, 'lane/dedupe', dedupe.value),
  };
}

/** A version, or nanoseconds since 1970. */
function rankIn(value: Json, { by }: LaneOrder): bigint {
  const rank = typeof value === 'number' || typeof value === 'string' ? rankOf(value) : undefined;
  if (rank === undefined || !/^[+-]?\d{1,38}$/.test(rank)) {
    const wanted = by === 'version' ? 'a whole number' : 'a moment, as 2026-11-26T08:30:00Z or milliseconds since 1970';
    throw new Unplaced(`The order is ${shown(value)}, and not ${wanted}.`);
  }
  const isMilliseconds = by === 'time' && (typeof value === 'number' || /^\s*[+-]?\d+\s*$/.test(String(value)));
  return isMilliseconds ? BigInt(rank) * 1_000_000n : BigInt(rank);
}

function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function shortKey(key: string): string {
  const isPlain = key.length <= LONGEST_KEY && key.isWellFormed() && !key.includes('\0') && !key.startsWith('sha256:');
  return isPlain ? key : `sha256:${hashOf(key)}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf16le').digest('hex');
}
