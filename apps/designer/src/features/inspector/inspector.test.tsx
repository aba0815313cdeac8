import type { StepView } from '@lockstep/schema/api';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadStepTypes } from '../../steps/catalogue.ts';
import { chain } from '../canvas/model/testing.ts';
import { failureIssue } from './failure-issue.ts';
import { namesFor } from './names-for.ts';
import { retrySentence, totalWaitMs } from './retry-sentence.ts';

describe('a retry policy in words', () => {
  it('adds up the doubling waits up to the cap', () => {
    expect(totalWaitMs({ maxAttempts: 5, baseMs: 500, capMs: 60_000, jitter: 0 })).toBe(7_500);
    expect(totalWaitMs({ maxAttempts: 5, baseMs: 500, capMs: 1_000, jitter: 0 })).toBe(3_500);
    expect(retrySentence({ maxAttempts: 5, baseMs: 2_000, capMs: 60_000, jitter: 0.2 })).toBe(
      'Up to 5 attempts over about 30 s, then the step has failed.',
    );
  });

  it('says so when there is no retry', () => {
    expect(retrySentence({ maxAttempts: 1, baseMs: 500, capMs: 500, jitter: 0 })).toBe(
      'One attempt: when it fails, the step has failed.',
    );
  });
});

const UNSEEN = { input: undefined, outputs: {} };

describe('names a script can use', () => {
  it('are the steps before it and the sample of the start right before', () => {
    const flow = { ...chain('a b c'), tests: [{ id: 's', name: 'S', message: { total: 3 } }] };
    expect(namesFor(flow, 'b', UNSEEN)).toEqual({
      steps: [{ id: 'a', name: 'a' }],
      input: { total: 3 },
      outputs: {},
    });
    expect(namesFor(flow, 'c', UNSEEN)).toEqual({
      steps: [
        { id: 'a', name: 'a' },
        { id: 'b', name: 'b' },
      ],
      input: undefined,
      outputs: {},
    });
  });

  it('come from the last run where there was one', () => {
    const seen = { input: { sku: 'x' }, outputs: { a: { sku: 'x' } } };
    expect(namesFor(chain('a b'), 'b', seen)).toEqual({ steps: [{ id: 'a', name: 'a' }], ...seen });
  });
});

describe('a failed test run', () => {
  const failed = (position: { line: number; column: number; key?: string }): StepView => ({
    node: 'm',
    name: 'Map',
    type: 'map',
    status: 'failed',
    attempts: [],
    failure: { kind: 'item', category: 'mapping', code: 'script-error', message: 'x is not defined', position },
  });
  const node = { id: 'm', type: 'map', version: 1, name: 'Map', params: {}, policy: {} };

  beforeAll(() => loadStepTypes([node]));

  it('marks the line of the script', () => {
    expect(failureIssue(node, failed({ line: 3, column: 7 }))).toEqual({
      severity: 'error',
      code: 'script-error',
      message: 'In the test run: x is not defined',
      node: 'm',
      field: '/script',
      line: 3,
      column: 7,
    });
  });

  it('marks the expression it came from', () => {
    expect(failureIssue({ ...node, type: 'log' }, failed({ line: 1, column: 1, key: '/message' }))?.field).toBe(
      '/message',
    );
  });
});
