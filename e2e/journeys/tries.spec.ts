import type { Flow } from '@lockstep/schema/graph';
import { StepView } from '../pages/step-view.ts';
import { expect, test } from './fixtures.ts';
import { importFlow, smallFlow } from './small-flow.ts';

const SCRIPT = 'export default function map(input) {\n  return { pieces: input.lines.length };\n}\n';

/** Between the map and the log, a step that changes another system. */
function flowWithEffect(id: string): Flow {
  const flow = smallFlow(id, SCRIPT);
  const params = { method: 'POST', url: 'https://erp.example/orders', body: '=input' };
  const book = { id: 'book', type: 'http-request', version: 1, name: 'Book it', params, policy: {} };
  return {
    ...flow,
    nodes: [...flow.nodes, book],
    edges: [
      { from: 'start', port: 'out', to: 'shape' },
      { from: 'shape', port: 'out', to: 'book' },
      { from: 'book', port: 'out', to: 'say' },
    ],
    layout: { ...flow.layout, nodes: { ...flow.layout.nodes, book: { x: 560, y: 160 } } },
    tests: [],
  };
}

test('an analyst tries a step, the way to it and the way from it, and pins what a system would answer', async ({
  canvas,
  page,
  runtime,
}) => {
  await importFlow(runtime.url, flowWithEffect('journey-tries'));
  const step = new StepView(page);

  await test.step('to a step, with a message written by hand: every step before it is computed', async () => {
    await step.open('journey-tries', 'book');
    await step.write('{ "lines": [{}, {}] }');
    await step.run('Run to here');
    await expect(step.tried('shape')).toHaveAttribute('data-how', 'computed');
    await expect(step.tried('book')).toHaveAttribute('data-how', 'not-sent');
    await expect(await step.json('Output')).toContainText('2');
    await expect(step.tried('say')).toBeHidden();
  });

  await test.step('what it received is pinned, stays with the draft, and is what the step is tried with', async () => {
    await step.write('{ "pieces": 7 }');
    await step.run('Run this step');
    await step.pin();
    await expect(step.source()).toContainText('Pinned sample');
    await canvas.saved();
    await step.open('journey-tries', 'book');
    await expect(step.source()).toContainText('Pinned sample');
    await expect(await step.json('Input')).toContainText('7');
  });

  await test.step('from it on, with the pinned sample as what it answers', async () => {
    await step.run('Run from here');
    await expect(step.tried('book')).toHaveAttribute('data-how', 'pinned');
    await expect(step.tried('say')).toHaveAttribute('data-status', 'succeeded');
    await expect(step.tried('shape')).toBeHidden();
  });

  await test.step('from the log to the next step, and on the whole way to it the sample stands for the system', async () => {
    await step.tried('say').click();
    await expect(page.getByRole('region', { name: 'Step Say it' })).toBeFocused();
    await step.write('{ "lines": [{}, {}, {}] }');
    await page.getByRole('heading', { name: 'Say it' }).click();
    await page.keyboard.press('Shift+Enter');
    await expect(step.log().getByRole('status')).toContainText('Run to here: done');
    await expect(step.tried('shape')).toHaveAttribute('data-how', 'computed');
    await expect(step.tried('book')).toHaveAttribute('data-how', 'pinned');
    await expect(await step.json('Output')).toContainText('7');
  });

  await test.step('unpinned, nothing stands for it any more', async () => {
    await step.open('journey-tries', 'book');
    await step.unpin();
    await canvas.saved();
    expect(await draftOf(runtime.url, 'journey-tries')).not.toHaveProperty('pinned.book');
  });
});

async function draftOf(url: string, flowId: string): Promise<unknown> {
  const answer = (await (await fetch(`${url}/api/flows/${flowId}/draft`)).json()) as { readonly flow: unknown };
  return answer.flow;
}
