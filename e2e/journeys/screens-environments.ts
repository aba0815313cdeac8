import { expect, type Page } from '@playwright/test';
import { CanvasPage } from '../pages/canvas.ts';
import { limitFlow } from './limit-flow.ts';
import type { Screen } from './screens.ts';

/** What differs between environments, and how flows go from one to the next. */
export const ENVIRONMENT_SCREENS: readonly Screen[] = [
  {
    name: 'variables',
    caption: 'Variables: values of this environment that flows read by name; secrets stay with their connection.',
    narrow: true,
    open: async (page) => {
      await limits(page);
      await page.goto('/variables');
      await expect(page.getByTestId('variable-row:returnSum')).toContainText('100');
    },
  },
  {
    name: 'variable-history',
    caption: 'Who changed a variable, when and why: old value, new value.',
    open: async (page) => {
      await limits(page);
      await page.goto('/variables?history=returnSum');
      await expect(page.getByRole('list', { name: 'Changes' }).getByRole('listitem')).toHaveCount(2);
    },
  },
  {
    name: 'bindings',
    caption: 'Bindings: what a flow names, and what this environment has for it.',
    narrow: true,
    open: async (page) => {
      await limits(page);
      await new CanvasPage(page).open('return-sum');
      await page.goto('/flows/return-sum?panel=bindings');
      await expect(page.getByTestId('need:variable:currency')).toContainText('Not here');
    },
  },
  {
    name: 'promotion',
    caption:
      'Promotion: every difference between two environments, and what stands in the way, before anything changes.',
    narrow: true,
    open: async (page) => {
      await limits(page);
      await page.goto('/promotion');
      const plan = Buffer.from(JSON.stringify({ plan: PLAN }));
      await page
        .getByLabel('Plan file')
        .setInputFiles({ name: 'plan.json', mimeType: 'application/json', buffer: plan });
      await expect(page.getByTestId('planned:limit-check')).toBeVisible();
    },
  },
];

/** As `lockstep promote --json` writes it. */
const PLAN = {
  from: 'test',
  to: 'production',
  flows: [
    {
      ...{ flowId: 'limit-check', flowName: 'Limit check', version: 4, state: 'changed', replaces: 2 },
      obstacles: ['There is no variable "currency" (text).'],
      questions: ['The table "carriers" has other rows there.'],
      changes: [
        {
          sign: '~',
          text: 'step Over the limit? (limit)',
          lines: ['params.fields.0.value: "=input.total > 100" -> "=input.total > vars.returnLimit"'],
        },
        { sign: '+', text: 'step Tell finance (tell), send-mail', lines: [] },
        { sign: '+', text: 'wire limit -> tell', lines: [] },
      ],
      needs: [
        {
          kind: 'connection',
          name: 'mail',
          state: 'different',
          here: 'mail, smtp://mail.test',
          there: 'mail, smtps://mail.example.com',
        },
        { kind: 'variable', name: 'currency', state: 'missing', here: 'EUR (text)', there: 'not there' },
        { kind: 'variable', name: 'returnLimit', state: 'different', here: '100 (number)', there: '250 (number)' },
        { kind: 'table', name: 'carriers', state: 'different', here: '12 rows', there: '11 rows' },
      ],
    },
    {
      ...{ flowId: 'order-to-erp', flowName: 'Order to ERP', version: 3, state: 'same', replaces: 3 },
      ...{ obstacles: [], questions: [], changes: [], needs: [] },
    },
  ],
  around: [
    {
      sign: '~',
      text: 'table carriers, rows: 1 added, 1 changed',
      lines: ['+ shop=dpd, erp=30', '~ ups: erp: 10 -> 11'],
    },
    { sign: '~', text: 'contract parcel 1.2.0 -> 1.3.0: reads what was sent before', lines: ['weight: must be there'] },
  ],
};

/** Variables with a history, which no journey changes; a flow that reads them, and an environment to go to. */
async function limits({ request }: Page): Promise<void> {
  const put = (name: string, held: object, more: object = {}) =>
    request.put(`/api/variables/${name}`, { data: { held, by: 'Ines', ...more } });
  const description = 'Up to this sum a return is paid without asking';
  await put('returnSum', { type: 'number', value: 80 }, { description, basedOn: 0, note: 'First season' });
  await put('returnSum', { type: 'number', value: 100 }, { description, note: 'Agreed with finance' });
  await put('shopUrl', { type: 'text', value: 'https://shop.test.example.com' }, { description: 'Links in mails' });
  await put('giftWrap', { type: 'boolean', value: true });
  await put('depots', { type: 'json', value: { IE: 'DUB-1', DE: 'LEJ-2' } }, { description: 'Depot by country' });
  await put('erpPassword', { type: 'secret', value: { connection: 'sap', secret: 'password' } });
  const flow = limitFlow('input.total > vars.returnSum && input.currency === vars.currency', 'return-sum');
  await request.post('/api/flows', { data: { flow } });
  const url = 'https://lockstep.example.com';
  await request.put('/api/environments/production', { data: { url, token: 'a-token', by: 'Ines' } });
}
