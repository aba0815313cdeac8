import { ANALYTICS_CREDENTIALS, analyticsSimulator } from '../connectors/analytics/simulator/analytics-simulator.ts';
import { AVATAX_CREDENTIALS, avataxSimulator } from '../connectors/avatax/simulator/avatax-simulator.ts';
import {
  BUSINESS_CENTRAL_CREDENTIALS,
  businessCentralSimulator,
} from '../connectors/business-central/simulator/business-central-simulator.ts';
import { FIRST_RECORDS } from '../connectors/business-central/simulator/first-records.ts';
import { DROPSHIP_CREDENTIALS, dropshipSimulator } from '../connectors/dropship/simulator/dropship-simulator.ts';
import { EASYPOST_CREDENTIALS, easypostSimulator } from '../connectors/easypost/simulator/easypost-simulator.ts';
import { LOYALTY_CREDENTIALS, loyaltySimulator } from '../connectors/loyalty/simulator/loyalty-simulator.ts';
import {
  SALESFORCE_CREDENTIALS,
  salesforceSimulator,
} from '../connectors/salesforce/simulator/salesforce-simulator.ts';
import { SAP_CREDENTIALS, sapSimulator } from '../connectors/sap/simulator/sap-simulator.ts';
import { ZENDESK_CREDENTIALS, zendeskSimulator } from '../connectors/service-desk/simulator/zendesk-simulator.ts';
import { SFTP_CREDENTIALS, sftpSimulator } from '../connectors/sftp/simulator/sftp-simulator.ts';
import {
  SHIPSTATION_CREDENTIALS,
  shipstationSimulator,
} from '../connectors/shipstation/simulator/shipstation-simulator.ts';
import { SHOPIFY_CREDENTIALS, shopifySimulator } from '../connectors/shopify/simulator/shopify-simulator.ts';
import { SP_API_CREDENTIALS, spApiSimulator } from '../connectors/sp-api/simulator/sp-api-simulator.ts';
import { STRIPE_CREDENTIALS, stripeSimulator } from '../connectors/stripe/simulator/stripe-simulator.ts';
import { RECHARGE_CREDENTIALS, rechargeSimulator } from '../connectors/subscriptions/simulator/recharge-simulator.ts';
import { WMS_CREDENTIALS, wmsSimulator } from '../connectors/wms/simulator/wms-simulator.ts';
import type { IconName } from '../icons.ts';
import type { OrderProfile } from './kit/order-profile.ts';
import type { Simulator, SimulatorSettings } from './kit/simulator.ts';
import { article, UNLISTED } from './vocabulary/articles.ts';
import { PEOPLE } from './vocabulary/people.ts';

/** Systems of the estate by the name their card and their connection bear. */
export const ESTATE_SYSTEMS = [
  'shopify',
  'sap',
  'wms',
  'dropship',
  'stripe',
  'easypost',
  'shipstation',
  'avatax',
  'salesforce',
  'business-central',
  'sftp',
  'sp-api',
  'loyalty',
  'recharge',
  'analytics',
  'zendesk',
] as const;
export type EstateSystem = (typeof ESTATE_SYSTEMS)[number];

/** What a system is started with. */
export interface Session extends SimulatorSettings {
  /** First number of what it counts; follows the clock, so that no session meets the numbers of another. */
  readonly firstNumber: number;
  readonly ordersPerMinute: number;
  /** How buyers behave. */
  readonly profile: OrderProfile;
  /** Where it sends its webhooks. */
  readonly target?: string;
  /** What its predecessor said of whom it tells, beside its target. */
  readonly addresses?: object;
}

/** A system of the retailer: how it is started, and what a connection to it needs. */
export interface Resident {
  readonly label: string;
  /** A few words for its card. */
  readonly about: string;
  readonly icon: IconName;
  /** Connection type that speaks to it. */
  readonly connectionType: string;
  /** Name of the connection a demo makes. */
  readonly connectionName: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly webhookSecret?: string;
  start(session: Session): Promise<Simulator>;
}

const { webhookSecret: shopSecret, ...shopCredentials } = SHOPIFY_CREDENTIALS;
const { webhookSecret: stripeSecret, ...stripeCredentials } = STRIPE_CREDENTIALS;

const { webhookSecret: wmsSecret, ...wmsCredentials } = WMS_CREDENTIALS;
const { webhookSecret: dropshipSecret, ...dropshipCredentials } = DROPSHIP_CREDENTIALS;

const { webhookSecret: easypostSecret, ...easypostCredentials } = EASYPOST_CREDENTIALS;
const { webhookSecret: shipstationKeys, ...shipstationCredentials } = SHIPSTATION_CREDENTIALS;

const { webhookSecret: bcState, ...bcCredentials } = BUSINESS_CENTRAL_CREDENTIALS;

const { webhookSecret: rechargeSecret, ...rechargeCredentials } = RECHARGE_CREDENTIALS;
/** What people get again and again. */
const SUBSCRIPTIONS = [
  subscription('mia.koch@mail.example.com', 'MUG-BLUE', { title: 'Mug of the month', quantity: 1 }),
  subscription('tom.ernst@mail.example.com', 'CAP-RED', { title: 'Cap club', quantity: 2 }),
];

function subscription(email: string, sku: string, goods: { readonly title: string; readonly quantity: number }) {
  const name = PEOPLE.filter((one) => one.email === email).map(({ first, last }) => `${first} ${last}`);
  return { email, name: name.join(), sku, price: (article(sku).cents / 100).toFixed(2), ...goods };
}

/** Every system there is, in the order of their cards. */
export const residents: Readonly<Record<EstateSystem, Resident>> = {
  shopify: {
    label: 'Shopify',
    about: 'Web shop with signed webhooks',
    icon: 'shopping-bag',
    connectionType: 'shopify',
    connectionName: 'Demo shop',
    credentials: shopCredentials,
    webhookSecret: shopSecret,
    start: ({ firstNumber, addresses, ...session }) =>
      shopifySimulator({ ...session, ...addresses, firstOrderNumber: firstNumber }),
  },
  sap: {
    label: 'SAP S/4HANA',
    about: 'ERP, sales orders over OData v2',
    icon: 'building-2',
    connectionType: 'sap-s4hana',
    connectionName: 'Demo S/4HANA',
    credentials: SAP_CREDENTIALS,
    start: ({ firstNumber, ...session }) =>
      sapSimulator({
        ...session,
        firstSalesOrder: firstNumber,
        customizing: { unlisted: UNLISTED.map(({ sku }) => sku) },
      }),
  },
  wms: {
    label: 'Warehouse',
    about: 'Allocates stock to orders',
    icon: 'boxes',
    connectionType: 'wms',
    connectionName: 'Demo warehouse',
    credentials: wmsCredentials,
    webhookSecret: wmsSecret,
    start: ({ addresses, ...session }) => wmsSimulator({ ...session, ...addresses, pace: { moveMs: 1_500 } }),
  },
  dropship: {
    label: 'Drop-ship supplier',
    about: 'Sends to our customers, acknowledges each line',
    icon: 'factory',
    connectionType: 'dropship',
    connectionName: 'Demo supplier',
    credentials: dropshipCredentials,
    webhookSecret: dropshipSecret,
    start: (session) => dropshipSimulator({ ...session, pace: { acknowledgeMs: 1_000, shipMs: 8_000 } }),
  },
  stripe: {
    label: 'Stripe',
    about: 'Card payments with signed events',
    icon: 'credit-card',
    connectionType: 'stripe',
    connectionName: 'Demo payments',
    credentials: stripeCredentials,
    webhookSecret: stripeSecret,
    start: stripeSimulator,
  },
  easypost: {
    label: 'EasyPost',
    about: 'Labels and tracking of many carriers',
    icon: 'truck',
    connectionType: 'easypost',
    connectionName: 'Demo carriers (EasyPost)',
    credentials: easypostCredentials,
    webhookSecret: easypostSecret,
    start: easypostSimulator,
  },
  shipstation: {
    label: 'ShipStation',
    about: 'Labels and tracking, webhooks signed with RSA',
    icon: 'ship',
    connectionType: 'shipstation',
    connectionName: 'Demo carriers (ShipStation)',
    credentials: shipstationCredentials,
    webhookSecret: shipstationKeys,
    start: shipstationSimulator,
  },
  avatax: {
    label: 'AvaTax',
    about: 'Computes and records tax',
    icon: 'percent',
    connectionType: 'avatax',
    connectionName: 'Demo tax',
    credentials: AVATAX_CREDENTIALS,
    start: avataxSimulator,
  },
  salesforce: {
    label: 'Salesforce',
    about: 'CRM, records by external id',
    icon: 'cloud',
    connectionType: 'salesforce',
    connectionName: 'Demo CRM',
    credentials: SALESFORCE_CREDENTIALS,
    start: ({ addresses, ...session }) => salesforceSimulator({ ...session, ...addresses }),
  },
  'business-central': {
    label: 'Business Central',
    about: 'ERP, OData v4 with etags, batches, subscriptions',
    icon: 'briefcase-business',
    connectionType: 'business-central',
    connectionName: 'Demo Business Central',
    credentials: bcCredentials,
    webhookSecret: bcState,
    start: (session) => businessCentralSimulator({ ...session, records: FIRST_RECORDS }),
  },
  sftp: {
    label: 'Partner files',
    about: 'SFTP, a supplier and a warehouse by X12',
    icon: 'folder-sync',
    connectionType: 'sftp',
    connectionName: 'Demo partner files',
    credentials: SFTP_CREDENTIALS,
    start: sftpSimulator,
  },
  'sp-api': {
    label: 'Amazon marketplace',
    about: 'Orders of a marketplace, usage plans',
    icon: 'store',
    connectionType: 'amazon-sp-api',
    connectionName: 'Demo marketplace',
    credentials: SP_API_CREDENTIALS,
    start: ({ ordersPerMinute, ...session }) => spApiSimulator({ ...session, ordersPerMinute: ordersPerMinute / 4 }),
  },
  loyalty: {
    label: 'Loyalty program',
    about: 'Members and points, once for each reference',
    icon: 'gift',
    connectionType: 'square-loyalty',
    connectionName: 'Demo loyalty program',
    credentials: LOYALTY_CREDENTIALS,
    start: (session) => loyaltySimulator({ ...session, enrolsAll: true }),
  },
  recharge: {
    label: 'Recharge',
    about: 'Subscriptions that renew, signed webhooks',
    icon: 'repeat-2',
    connectionType: 'recharge',
    connectionName: 'Demo subscriptions',
    credentials: rechargeCredentials,
    webhookSecret: rechargeSecret,
    start: (session) =>
      rechargeSimulator({ ...session, subscriptions: SUBSCRIPTIONS, ordersPerMinute: session.ordersPerMinute / 6 }),
  },
  analytics: {
    label: 'Analytics',
    about: 'Takes events as NDJSON, counts each once',
    icon: 'chart-column',
    connectionType: 'elasticsearch',
    connectionName: 'Demo analytics',
    credentials: ANALYTICS_CREDENTIALS,
    start: analyticsSimulator,
  },
  zendesk: {
    label: 'Service desk',
    about: 'Tickets of customers, one for each order in trouble',
    icon: 'headset',
    connectionType: 'zendesk',
    connectionName: 'Demo service desk',
    credentials: ZENDESK_CREDENTIALS,
    start: zendeskSimulator,
  },
};
