import { amqpConnection } from './connectors/amqp/connection.ts';
import { analyticsConnection } from './connectors/analytics/connection.ts';
import { avataxConnection } from './connectors/avatax/connection.ts';
import { businessCentralConnection } from './connectors/business-central/connection.ts';
import { dropshipConnection } from './connectors/dropship/connection.ts';
import { easypostConnection } from './connectors/easypost/connection.ts';
import { ftpConnection } from './connectors/ftp/connection.ts';
import { kafkaConnection } from './connectors/kafka/connection.ts';
import { withCertificates } from './connectors/kit/certificate-fields.ts';
import type { ConnectionType } from './connectors/kit/connection-type.ts';
import { httpConnection } from './connectors/kit/http-connection.ts';
import { loyaltyConnection } from './connectors/loyalty/connection.ts';
import { mqttConnection } from './connectors/mqtt/connection.ts';
import { natsConnection } from './connectors/nats/connection.ts';
import { odataConnection } from './connectors/odata/connection.ts';
import { postgresqlConnection } from './connectors/postgresql/connection.ts';
import { salesforceConnection } from './connectors/salesforce/connection.ts';
import { sapConnection } from './connectors/sap/connection.ts';
import { serviceDeskConnection } from './connectors/service-desk/connection.ts';
import { sftpConnection } from './connectors/sftp/connection.ts';
import { shipstationConnection } from './connectors/shipstation/connection.ts';
import { shopifyConnection } from './connectors/shopify/connection.ts';
import { smtpConnection } from './connectors/smtp/connection.ts';
import { soapConnection } from './connectors/soap/connection.ts';
import { spApiConnection } from './connectors/sp-api/connection.ts';
import { stripeConnection } from './connectors/stripe/connection.ts';
import { subscriptionsConnection } from './connectors/subscriptions/connection.ts';
import { wmsConnection } from './connectors/wms/connection.ts';

export {
  type ConnectionField,
  type ConnectionTestContext,
  type ConnectionTestResult,
  type ConnectionType,
  isAddress,
  schemesOf,
} from './connectors/kit/connection-type.ts';

/** Every kind of connection, in the order of the form. Data, and test calls that reach the world only through `ctx`. */
export const connectionTypes: readonly ConnectionType[] = [
  shopifyConnection,
  sapConnection,
  wmsConnection,
  dropshipConnection,
  stripeConnection,
  easypostConnection,
  shipstationConnection,
  avataxConnection,
  loyaltyConnection,
  subscriptionsConnection,
  salesforceConnection,
  serviceDeskConnection,
  businessCentralConnection,
  analyticsConnection,
  odataConnection,
  soapConnection,
  spApiConnection,
  sftpConnection,
  ftpConnection,
  postgresqlConnection,
  amqpConnection,
  natsConnection,
  mqttConnection,
  kafkaConnection,
  smtpConnection,
  httpConnection,
].map(withCertificates);

export function connectionType(system: string): ConnectionType | undefined {
  return connectionTypes.find((type) => type.system === system);
}
