import type { Catalogue, NodeDefinition } from '@lockstep/schema/node';
import { nodeTypes as amqp } from './connectors/amqp/node-types.ts';
import { nodeTypes as analytics } from './connectors/analytics/node-types.ts';
import { nodeTypes as avatax } from './connectors/avatax/node-types.ts';
import { nodeTypes as businessCentral } from './connectors/business-central/node-types.ts';
import { nodeTypes as dropship } from './connectors/dropship/node-types.ts';
import { nodeTypes as easypost } from './connectors/easypost/node-types.ts';
import { nodeTypes as ftp } from './connectors/ftp/node-types.ts';
import { nodeTypes as kafka } from './connectors/kafka/node-types.ts';
import { nodeTypes as loyalty } from './connectors/loyalty/node-types.ts';
import { nodeTypes as mqtt } from './connectors/mqtt/node-types.ts';
import { nodeTypes as nats } from './connectors/nats/node-types.ts';
import { nodeTypes as odata } from './connectors/odata/node-types.ts';
import { nodeTypes as postgresql } from './connectors/postgresql/node-types.ts';
import { nodeTypes as salesforce } from './connectors/salesforce/node-types.ts';
import { nodeTypes as sap } from './connectors/sap/node-types.ts';
import { nodeTypes as serviceDesk } from './connectors/service-desk/node-types.ts';
import { nodeTypes as sftp } from './connectors/sftp/node-types.ts';
import { nodeTypes as shipstation } from './connectors/shipstation/node-types.ts';
import { nodeTypes as shopify } from './connectors/shopify/node-types.ts';
import { nodeTypes as smtp } from './connectors/smtp/node-types.ts';
import { nodeTypes as soap } from './connectors/soap/node-types.ts';
import { nodeTypes as spApi } from './connectors/sp-api/node-types.ts';
import { nodeTypes as stripe } from './connectors/stripe/node-types.ts';
import { nodeTypes as subscriptions } from './connectors/subscriptions/node-types.ts';
import { nodeTypes as wms } from './connectors/wms/node-types.ts';
import { nodeTypes as core } from './core/node-types.ts';
import { seldomTypes } from './core/seldom-types.ts';
import { formatTypes } from './formats/node-types.ts';
import { asCatalogue } from './palette-order.ts';

/** Node types by system: a new system adds its line here and in `packs.ts`. */
const definitions: readonly NodeDefinition[] = [
  ...core,
  ...seldomTypes,
  ...formatTypes,
  ...sftp,
  ...ftp,
  ...amqp,
  ...nats,
  ...mqtt,
  ...kafka,
  ...smtp,
  ...postgresql,
  ...spApi,
  ...shopify,
  ...sap,
  ...businessCentral,
  ...odata,
  ...soap,
  ...wms,
  ...dropship,
  ...stripe,
  ...easypost,
  ...shipstation,
  ...avatax,
  ...loyalty,
  ...subscriptions,
  ...salesforce,
  ...serviceDesk,
  ...analytics,
];

/** Every node type by its `type`, in the order of the palette. Data only: safe to load in a browser. */
export const catalogue: Catalogue = asCatalogue(definitions);
