import type { StepData } from '@lockstep/schema/api';
import type { PinnedSample } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import type { StepSource } from './use-step-source.ts';

/** JSON text of a sample at most: it travels with every save of the draft. */
const MOST_CHARS = 256 * 1024;

/** The sample that keeps what is shown; `undefined` where there is nothing, or too much. */
export function pinFor(
  shown: {
    readonly input: unknown;
    readonly output: StepData['output'];
    readonly port: string | undefined;
    readonly source: StepSource;
  },
  now: () => Date = () => new Date(),
): PinnedSample | undefined {
  const { input, output, port, source } = shown;
  if (input === undefined) return undefined;
  const sample: PinnedSample = {
    input: input as Json,
    ...(output?.truncated === false && { output: { port: port ?? 'out', value: output.value } }),
    ...(source.kind === 'run' && { from: source.runId }),
    at: now().toISOString(),
  };
  return JSON.stringify(sample).length > MOST_CHARS ? undefined : sample;
}
