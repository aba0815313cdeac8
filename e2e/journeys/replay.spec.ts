import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { expect, test } from './fixtures.ts';
import { importFlow } from './small-flow.ts';

const FLOW = 'two-partners';

/** Two systems that know no idempotency key: each POST is one order more. */
class Partners {
  readonly orders: Record<'erp' | 'wms', string[]> = { erp: [], wms: [] };
  /** The warehouse takes no order without a postcode. */
  readonly server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const { name, postcode } = JSON.parse(body) as { name: string; postcode?: string };
      const isErp = request.url === '/erp';
      if (!isErp && postcode === undefined) return response.writeHead(422).end('no postcode');
      this.orders[isErp ? 'erp' : 'wms'].push(name);
      return response.writeHead(201, { 'content-type': 'application/json' }).end('{"taken":true}');
    });
  });

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
}

function flow(url: string): Flow {
  const post = (id: string, name: string, body: string) => ({
    ...{ id, type: 'http-request', version: 1, name, policy: {} },
    params: { method: 'POST', url: `${url}/${id}`, body },
  });
  return {
    format: FLOW_FORMAT,
    id: FLOW,
    name: 'Two partners',
    nodes: [
      { id: 'start', type: 'manual', version: 1, name: 'Start', params: { businessKey: '=input.name' }, policy: {} },
      post('erp', 'ERP order', '=input'),
      post('wms', 'Warehouse order', '=steps.start'),
    ],
    edges: [
      { from: 'start', port: 'out', to: 'erp' },
      { from: 'erp', port: 'out', to: 'wms' },
    ],
    layout: { nodes: { start: { x: 0, y: 0 }, erp: { x: 280, y: 0 }, wms: { x: 560, y: 0 } }, notes: [] },
    settings: {},
    tests: [],
  };
}

test('a mended order goes to the system that refused it, and not again to the one that took it, unless asked to', async ({
  canvas,
  page,
  run,
  runtime,
  versions,
}) => {
  const partners = new Partners();
  const url = await partners.listen();
  try {
    await importFlow(runtime.url, flow(url));
    await canvas.open(FLOW);
    await versions.publish(1, 'Two partners');
    const started = await page.request.post(`/api/flows/${FLOW}/runs`, { data: { message: { name: '#4711' } } });
    const { runId } = (await started.json()) as { readonly runId: string };
    await run.open(runId);
    await expect(run.status()).toHaveText('Exception');
    expect(partners.orders).toEqual({ erp: ['#4711'], wms: [] });

    await test.step('mend the message: the plan says what is kept and what is sent', async () => {
      await page.goto(`/exceptions?flow=${FLOW}`);
      await page.getByRole('button', { name: 'Details of #4711' }).click();
      const panel = page.getByRole('dialog', { name: '#4711' });
      await expect(panel.getByRole('region', { name: 'Retry' }).getByTestId('effect:erp')).toContainText('kept from');
      await panel.getByRole('button', { name: 'Edit and retry…' }).click();
      await panel.getByRole('textbox', { name: 'Mended message' }).click();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.insertText('{ "name": "#4711", "postcode": "D02" }');
      await panel.getByLabel('Reason').fill('The postcode was missing.');
      const plan = panel.getByRole('region', { name: 'Plan' });
      await expect(plan.getByTestId('effect:erp')).toContainText('not sent again. It was made from the old message');
      await expect(plan.getByTestId('effect:wms')).toContainText('it never happened');
      await panel.getByRole('button', { name: 'Retry with this message' }).click();
      await expect(panel).toBeHidden();
      await expect.poll(() => partners.orders).toEqual({ erp: ['#4711'], wms: ['#4711'] });
      await page.goto(`/exceptions?flow=${FLOW}&status=resolved`);
      await expect(page.getByTestId(/^exception-row:/).filter({ hasText: '#4711' })).toContainText('Resolved');
    });

    await test.step('the old run leads to the new one, which says what it kept', async () => {
      await run.open(runId);
      await expect(page.getByRole('button', { name: 'Retry', exact: true })).toBeHidden();
      await page.getByRole('link', { name: 'a newer run' }).click();
      await expect(run.status()).toHaveText('Done');
      await run.stepRow('erp').click();
      await expect(page.getByRole('region', { name: 'Step ERP order' })).toContainText('Kept, not sent again');
      await expect(page.getByRole('region', { name: 'Step ERP order' })).toContainText(`${runId}:erp:0`);
    });

    await test.step('asked to, it sends again what it had sent, and says before that this is a second order', async () => {
      await page.getByRole('button', { name: 'Replay…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Replay this run' });
      await dialog.getByRole('combobox', { name: 'Begin at' }).click();
      await page.getByRole('option', { name: 'The beginning' }).click();
      await expect(dialog.getByTestId('effect:wms')).toHaveAttribute('data-does', 'kept');
      await dialog.getByRole('checkbox', { name: 'Send Warehouse order again anyway' }).click();
      await expect(dialog.getByText('“Warehouse order” happens a second time')).toBeVisible();
      await dialog.getByRole('button', { name: 'Start replay' }).click();
      await expect(dialog).toBeHidden();
      await expect(run.status()).toHaveText('Done');
      expect(partners.orders).toEqual({ erp: ['#4711'], wms: ['#4711', '#4711'] });
    });
  } finally {
    partners.server.close();
  }
});
