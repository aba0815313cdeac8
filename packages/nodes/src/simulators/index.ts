/** Simulated systems of a retailer, one by one for tests or all together as an estate. Node only. */
export {
  ANALYTICS_CREDENTIALS,
  type AnalyticsSettings,
  analyticsSimulator,
} from '../connectors/analytics/simulator/analytics-simulator.ts';
export {
  AVATAX_CREDENTIALS,
  type AvataxSettings,
  avataxSimulator,
} from '../connectors/avatax/simulator/avatax-simulator.ts';
export {
  BUSINESS_CENTRAL_CREDENTIALS,
  type BusinessCentralSettings,
  businessCentralSimulator,
} from '../connectors/business-central/simulator/business-central-simulator.ts';
export {
  DROPSHIP_CREDENTIALS,
  type DropshipSettings,
  dropshipSimulator,
} from '../connectors/dropship/simulator/dropship-simulator.ts';
export {
  EASYPOST_CREDENTIALS,
  type EasypostSettings,
  easypostSimulator,
} from '../connectors/easypost/simulator/easypost-simulator.ts';
export { FTP_CREDENTIALS, FTP_SERVER_KEYS, ftpSimulator } from '../connectors/ftp/simulator/ftp-simulator.ts';
export { KAFKA_CREDENTIALS, kafkaSimulator } from '../connectors/kafka/simulator/kafka-simulator.ts';
export {
  LOYALTY_CREDENTIALS,
  type LoyaltySettings,
  loyaltySimulator,
} from '../connectors/loyalty/simulator/loyalty-simulator.ts';
export {
  SALESFORCE_CREDENTIALS,
  type SalesforceSettings,
  salesforceSimulator,
} from '../connectors/salesforce/simulator/salesforce-simulator.ts';
export {
  SAP_CREDENTIALS,
  type SapSettings,
  sapSimulator,
} from '../connectors/sap/simulator/sap-simulator.ts';
export {
  ZENDESK_CREDENTIALS,
  type ZendeskSettings,
  zendeskSimulator,
} from '../connectors/service-desk/simulator/zendesk-simulator.ts';
export { CLIENT_KEY as SFTP_KEY } from '../connectors/sftp/simulator/keys.ts';
export {
  SFTP_CREDENTIALS,
  type SftpSettings,
  sftpSimulator,
} from '../connectors/sftp/simulator/sftp-simulator.ts';
export {
  SHIPSTATION_CREDENTIALS,
  type ShipstationSettings,
  shipstationSimulator,
} from '../connectors/shipstation/simulator/shipstation-simulator.ts';
export {
  SHOPIFY_CREDENTIALS,
  type ShopifySettings,
  type ShopifySimulator,
  shopifySimulator,
} from '../connectors/shopify/simulator/shopify-simulator.ts';
export { shopifySignature } from '../connectors/shopify/simulator/signature.ts';
export {
  SP_API_CREDENTIALS,
  type SpApiSettings,
  spApiSimulator,
} from '../connectors/sp-api/simulator/sp-api-simulator.ts';
export {
  STRIPE_CREDENTIALS,
  type StripeSettings,
  stripeSimulator,
} from '../connectors/stripe/simulator/stripe-simulator.ts';
export {
  RECHARGE_CREDENTIALS,
  type RechargeSettings,
  rechargeSimulator,
} from '../connectors/subscriptions/simulator/recharge-simulator.ts';
export { WMS_CREDENTIALS, type WmsSettings, wmsSimulator } from '../connectors/wms/simulator/wms-simulator.ts';
export {
  type Beginning,
  type Estate,
  type EstateEntry,
  type EstateSettings,
  type EstateTargets,
  startEstate,
} from './estate.ts';
export type { EstateStatus } from './estate-door.ts';
export { type EstateService, openEstate } from './estate-service.ts';
export { type Authority, createAuthority } from './kit/authority.ts';
export type { ClockChange, ClockState, EstateClock } from './kit/estate-clock.ts';
export type { FaultSwitch } from './kit/faults.ts';
export type { Identity, SecureServing } from './kit/identity.ts';
export { ORDER_PROFILES, type OrderProfile } from './kit/order-profile.ts';
export type { Clock, Simulator, SimulatorSettings } from './kit/simulator.ts';
export type { EstateSystem } from './residents.ts';
export { putSwitch } from './switches.ts';
