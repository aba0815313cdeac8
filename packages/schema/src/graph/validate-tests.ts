import type { Flow, FlowNode } from './flow.ts';
import type { FlowTest } from './flow-test.ts';
import type { Issue } from './issue.ts';

/** Tests that speak of steps that are not there, and samples nobody could tell apart. The flow runs all the same. */
export function checkTests({ nodes, tests }: Flow): readonly Issue[] {
  const ids = new Set(nodes.map(({ id }) => id));
  return [...testIssues(tests, ids), ...nodes.flatMap(sampleIssues)];
}

function testIssues(tests: Flow['tests'], ids: ReadonlySet<string>): readonly Issue[] {
  return tests.flatMap((test) => {
    const gone = [...new Set(stepsNamed(test))].filter((id) => !ids.has(id));
    return gone.map((id): Issue => {
      const message = `The test "${test.name}" speaks of the step "${id}", which is not there.`;
      return { severity: 'warning', code: 'test-step-unknown', message };
    });
  });
}

function sampleIssues({ id: node, name, samples = [] }: FlowNode): readonly Issue[] {
  const ids = samples.map(({ id }) => id);
  const twice = [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
  return twice.map((id): Issue => {
    const message = `"${name}" has several samples with the id "${id}".`;
    return { severity: 'error', code: 'sample-id-twice', message, node };
  });
}

function stepsNamed({ node, replies = {}, arrivals = [], expect = {} }: FlowTest): readonly string[] {
  const met = arrivals.flatMap((arrival) => {
    if ('callback' in arrival) return [arrival.callback.node];
    return 'answer' in arrival ? [arrival.answer.node] : [];
  });
  const { path = [], outputs = {}, exception } = expect;
  return [node ?? [], Object.keys(replies), met, path, Object.keys(outputs), exception?.node ?? []].flat();
}
