import { samples } from '@lockstep/nodes/samples';
import { type Estate, startEstate } from '@lockstep/nodes/simulators';
import * as api from '@lockstep/schema/api';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestRuntime, type TestRuntime } from './testing.ts';

const wait = { timeout: 20_000, interval: 60 };
const SYSTEMS = ['shopify', 'salesforce', 'business-central'];
let world: TestRuntime;
let estate: Estate;

/** Shop, CRM and ERP with all flows between them; the shop and the ERP tell of changes, the CRM is asked to. */
beforeAll(async () => {
  [world, estate] = await Promise.all([startTestRuntime(), startEstate()]);
  for (const entry of estate.entries.filter(({ system }) => SYSTEMS.includes(system))) {
    const secrets = {
      ...entry.credentials,
      ...(entry.webhookSecret !== undefined && { webhookSecret: entry.webhookSecret }),
    };
    const body = { name: entry.label, system: entry.connectionType, baseUrl: entry.baseUrl, settings: {}, secrets };
    expect(await world.call(api.putConnection, { params: { id: entry.system }, body })).toMatchObject({ ok: true });
  }
  for (const flow of samples) {
    if (/^customers?-(from|to)-/.test(flow.id) || flow.id === 'bc-changes') await world.publish(flow);
  }
  for (const topic of ['customers/create', 'customers/update']) {
    await sim('shopify', 'PUT', '/_sim/subscriptions', { topic, url: `${world.runtime.url}/hooks/shopify/customers` });
  }
  await subscribeErp();
}, 60_000);
afterAll(async () => {
  await Promise.all([world?.stop(), estate?.close()]);
}, 30_000);

const entry = (system: string) => {
  const found = estate.entries.find((one) => one.system === system);
  if (!found) throw new Error(`There is no ${system}.`);
  return found;
};
const sim = async (system: string, method: string, path: string, body: object) => {
  const answer = await fetch(`${entry(system).baseUrl}${path}`, { method, body: JSON.stringify(body) });
  expect(answer.ok).toBe(true);
  return (await answer.json()) as { readonly customer: { readonly id: number } };
};
const state = async (system: string) =>
  (await (await fetch(entry(system).stateUrl)).json()) as Record<string, Record<string, string>[]>;

async function subscribeErp(): Promise<void> {
  const { baseUrl, credentials, webhookSecret = '' } = entry('business-central');
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  form.set('client_id', credentials.clientId ?? '');
  form.set('client_secret', credentials.clientSecret ?? '');
  const signed = await fetch(`${baseUrl}${credentials.tokenUrl}`, { method: 'POST', body: form });
  const { access_token: token } = (await signed.json()) as { access_token: string };
  const answer = await fetch(`${baseUrl}/api/v2.0/subscriptions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      notificationUrl: `${world.runtime.url}/hooks/business-central/changes`,
      resource: `api/v2.0/companies(${credentials.company})/customers`,
      clientState: webhookSecret,
    }),
  });
  expect(answer.status).toBe(201);
}

/** The contacts of the CRM that changed since they were told last, as a flow of the CRM sends them. */
const toldContacts = new Map<string, string>();
async function crmTells(): Promise<void> {
  for (const { type, Id, ...fields } of (await state('salesforce')).records ?? []) {
    const text = JSON.stringify(fields);
    if (type !== 'Contact' || Id === undefined || toldContacts.get(Id) === text) continue;
    toldContacts.set(Id, text);
    const body = JSON.stringify({ Id, ...fields, LastModifiedDate: new Date().toISOString() });
    const headers = { 'content-type': 'application/json' };
    await fetch(`${world.runtime.url}/hooks/salesforce/contacts`, { method: 'POST', headers, body });
  }
}

const shown = async (email: string) => {
  const shop = ((await state('shopify')).customers ?? []).filter((each) => each.email === email);
  const crm = ((await state('salesforce')).records ?? []).filter((each) => each.Email === email);
  const erp = ((await state('business-central')).records ?? []).filter(
    (each) => each.entity === 'customers' && each.email === email,
  );
  return {
    shop: shop.map(({ phone, first_name, last_name }) => [phone, first_name, last_name]),
    crm: crm.map(({ Phone, FirstName, LastName }) => [Phone, FirstName, LastName]),
    erp: erp.map(({ phoneNumber, displayName }) => [phoneNumber, displayName]),
  };
};
const customerOf = async (email: string) => {
  const list = await world.call(api.listCustomers, { query: { search: email } });
  const found = list.ok ? list.value.customers : [];
  expect(found).toHaveLength(1);
  return found[0]?.id ?? '';
};

describe('a customer in the shop, the CRM and the ERP', () => {
  it('is made where it is missing, edited in two systems at once, and one record in all three (R20)', async () => {
    const email = 'jana@example.com';
    const placed = await sim('shopify', 'POST', '/_sim/customers', {
      ...{ email, phone: '+49301111111', first_name: 'Jana', last_name: 'Muller', tags: 'profiling' },
    });
    await vi.waitFor(async () => {
      await crmTells();
      expect(await shown(email)).toEqual({
        shop: [['+49301111111', 'Jana', 'Muller']],
        crm: [['+49301111111', 'Jana', 'Muller']],
        erp: [['+49301111111', 'Jana Muller']],
      });
      const view = await world.call(api.getCustomer, { params: { id: await customerOf(email) } });
      expect(view.ok && view.value.sources.map(({ system }) => system)).toEqual([
        'business-central',
        'salesforce',
        'shopify',
      ]);
    }, wait);

    // The name is edited in the CRM while the telephone number is edited in the ERP, and something else in the shop.
    const [contact] = ((await state('salesforce')).records ?? []).filter((each) => each.Email === email);
    const [record] = ((await state('business-central')).records ?? []).filter((each) => each.email === email);
    await Promise.all([
      sim('salesforce', 'PATCH', '/_sim/records', {
        ...{ object: 'Contact', id: contact?.Id, fields: { LastName: 'Müller' } },
      }),
      sim('business-central', 'PATCH', '/_sim/record', {
        ...{ entity: 'customers', id: record?.id, fields: { phoneNumber: '+49302222222' } },
      }),
      sim('shopify', 'POST', '/_sim/customers', { id: placed.customer.id, first_name: 'Johanna' }),
    ]);
    await vi.waitFor(async () => {
      await crmTells();
      expect(await shown(email)).toEqual({
        shop: [['+49302222222', 'Johanna', 'Müller']],
        crm: [['+49302222222', 'Johanna', 'Müller']],
        erp: [['+49302222222', 'Johanna Müller']],
      });
    }, wait);

    // It falls silent: nothing is written any more, however long the systems report.
    const id = await customerOf(email);
    const versionOf = async () => {
      const view = await world.call(api.getCustomer, { params: { id } });
      return view.ok ? view.value.version : 0;
    };
    const runsUnderWay = async () => {
      const listed = await world.call(api.listRuns, { query: { limit: 200 } });
      return listed.ok ? listed.value.runs.filter(({ status }) => status !== 'done').length : -1;
    };
    let version = -1;
    await vi.waitFor(async () => {
      await crmTells();
      const before = version;
      version = await versionOf();
      expect([version, await runsUnderWay()]).toEqual([before, 0]);
    }, wait);
  }, 60_000);

  it('without consent is not told to the CRM, and the log says so', async () => {
    const email = 'quiet@example.com';
    await sim('shopify', 'POST', '/_sim/customers', { email, first_name: 'Kim', last_name: 'Doe' });
    await vi.waitFor(async () => expect(await shown(email)).toMatchObject({ erp: [['', 'Kim Doe']] }), wait);
    expect((await shown(email)).crm).toEqual([]);
    const view = await world.call(api.getCustomer, { params: { id: await customerOf(email) } });
    expect(view.ok && view.value.log.map(({ entry: { type, system, needs } }) => [type, system, needs])).toContainEqual(
      ['blocked', 'salesforce', 'profiling'],
    );
  });
});
