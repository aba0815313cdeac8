import { type KeepCondition, MAX_VALUE_BYTES, type RunNode, rankOf, StepError } from '@lockstep/schema/node';
import type { keepValue } from './definition.ts';

export const runKeepValue: RunNode<typeof keepValue> = async ({ params, input }, ctx) => {
  const { collection, value = input } = params;
  const key = String(params.key);
  // A character of JSON text takes at least one byte; the runtime counts exactly.
  const size = JSON.stringify(value).length;
  if (size > MAX_VALUE_BYTES) {
    throw wrong('value-too-large', `The value has ${size} characters; ${MAX_VALUE_BYTES} bytes are allowed.`);
  }
  const condition = conditionOf(params);
  const written = await ctx.values.keep({ collection, key, value, condition, effectKey: ctx.key });
  if (written.outcome === 'kept') return { port: 'kept', value: { key, value, version: written.version } };
  const { current } = written;
  return { port: 'stale', value: { key, value: current?.value ?? null, version: current?.version ?? 0 } };
};

function conditionOf({ when, rank, version }: Parameters<typeof runKeepValue>[0]['params']): KeepCondition {
  switch (when) {
    case 'always':
      return { when };
    case 'newer': {
      const text = rank === undefined ? undefined : rankOf(rank);
      if (text !== undefined) return { when, rank: text };
      throw wrong(
        'rank-invalid',
        'The rank is neither a number nor a time with its zone, such as 2026-11-23T08:00:00Z.',
      );
    }
    case 'unchanged':
      if (version !== undefined) return { when, version };
      throw wrong('version-missing', 'There is no version to compare with; take it from a "read-value" step.');
    default:
      return when satisfies never;
  }
}

function wrong(code: string, message: string): StepError {
  return new StepError({ kind: 'item', category: 'validation', code, message });
}
