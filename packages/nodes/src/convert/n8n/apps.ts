import type { Drafted } from '../draft.ts';
import { drafted, type NodeContext, original } from './context.ts';
import { textAt, typeName } from './document.ts';
import { OPERATIONS } from './operations.ts';

/** Addresses of the APIs behind app nodes, from the vendors' references. */
const APIS: Readonly<Record<string, string>> = {
  airtable: 'https://api.airtable.com/v0',
  asana: 'https://app.asana.com/api/1.0',
  clickUp: 'https://api.clickup.com/api/v2',
  discord: 'https://discord.com/api/v10',
  github: 'https://api.github.com',
  gitlab: 'https://gitlab.com/api/v4',
  gmail: 'https://gmail.googleapis.com/gmail/v1/users/me',
  googleCalendar: 'https://www.googleapis.com/calendar/v3',
  googleDrive: 'https://www.googleapis.com/drive/v3',
  googleSheets: 'https://sheets.googleapis.com/v4',
  hubspot: 'https://api.hubapi.com',
  jira: 'https://your-domain.atlassian.net/rest/api/3',
  mailchimp: 'https://us1.api.mailchimp.com/3.0',
  microsoftOutlook: 'https://graph.microsoft.com/v1.0/me',
  notion: 'https://api.notion.com/v1',
  openAi: 'https://api.openai.com/v1',
  pipedrive: 'https://api.pipedrive.com/v1',
  salesforce: 'https://your-domain.my.salesforce.com/services/data/v62.0',
  shopify: 'https://your-shop.myshopify.com/admin/api/2026-07',
  slack: 'https://slack.com/api',
  stripe: 'https://api.stripe.com/v1',
  telegram: 'https://api.telegram.org',
  trello: 'https://api.trello.com/1',
  woocommerce: 'https://your-shop.example/wp-json/wc/v3',
  zendesk: 'https://your-domain.zendesk.com/api/v2',
};

/** A node of an app whose API is known: the request stands there, its path and body are a person's to write. */
export function appStep(context: NodeContext): Drafted | undefined {
  const { node } = context;
  const kind = typeName(node);
  const api = Object.hasOwn(APIS, kind) ? APIS[kind] : undefined;
  if (api === undefined) return undefined;
  const operation = textAt(node.parameters, 'operation') ?? '';
  const known = OPERATIONS[kind]?.(context, operation);
  if (known) return known;
  const resource = textAt(node.parameters, 'resource') ?? '';
  const what = [operation, resource].filter((word) => word !== '').join(' ');
  return drafted(
    'http-request',
    { method: methodOf(operation), url: api },
    {
      notes: [
        `Write the path and the body${what === '' ? '' : ` for "${what}"`} by the API of ${kind}, and choose a connection with its credentials.`,
        original(node),
      ],
      needsWork: true,
    },
  );
}

function methodOf(operation: string): string {
  if (/^(get|list|search|read|download|lookup|getAll)/i.test(operation)) return 'GET';
  if (/^(delete|remove|clear)/i.test(operation)) return 'DELETE';
  if (/^update/i.test(operation)) return 'PATCH';
  return 'POST';
}
