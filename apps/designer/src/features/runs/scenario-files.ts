import { canonicalJson, type Flow, type FlowTest, serialiseFlow } from '@lockstep/schema/graph';

/** A scenario as files for a repository: itself, the flow with it alone, and a test that runs it without a browser. */
export function scenarioFiles(flow: Flow, test: FlowTest): readonly { readonly name: string; readonly text: string }[] {
  const stem = `${flow.id}.${test.id}`;
  const scenario = JSON.stringify(JSON.parse(canonicalJson(test)), undefined, 2);
  return [
    { name: `${stem}.scenario.json`, text: `${scenario}\n` },
    { name: `${stem}.flow.json`, text: serialiseFlow({ ...flow, tests: [test] }) },
    {
      name: `${stem}.test.ts`,
      text: `import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** Made of a run. \`lockstep test\` runs it in its own process, in virtual time; nothing is reached outside. */
it(${JSON.stringify(test.name)}, () => {
  const out = execFileSync('npm', ['run', '--silent', 'lockstep', '--', 'test', '${stem}.flow.json', '--json'], {
    encoding: 'utf8',
  });
  expect(JSON.parse(out)).toMatchObject({ ok: true });
});
`,
    },
  ];
}
