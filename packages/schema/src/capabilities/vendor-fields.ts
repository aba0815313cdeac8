import type { Json } from '../run/json.ts';

/** Names by which systems, and not people, call things. A contract that has them binds its callers to the system. */
const VENDOR: readonly { readonly system: string; readonly name: RegExp }[] = [
  {
    system: 'SAP S/4HANA',
    name: /^(purchaseOrderByCustomer|soldToParty|shipToParty|salesOrganization|distributionChannel|organizationDivision|salesOrderType|salesOrderItem|materialByCustomer|referenceSDDocument|sdDocumentReason|netPriceAmount|transactionCurrency|businessPartner|companyCode|plant|storageLocation)$/i,
  },
  // The tables of R/3: VBELN, KUNNR, MATNR, and with their table before them: VBAK-VBELN.
  {
    system: 'SAP',
    name: /^([A-Z]{4}[-_])?(VBELN|KUNNR|KUNAG|KUNWE|MATNR|WERKS|LGORT|AUART|VKORG|VTWEG|SPART|POSNR|BSTKD|AUGRU|MEINS|WAERS|BUKRS)$/i,
  },
  {
    system: 'Dynamics 365',
    name: /^(externalDocumentNumber|sellToCustomer\w*|billToCustomer\w*|lineObjectNumber|itemVariantId|dataAreaId|recordId|systemModifiedAt|systemCreatedAt|noSeries|postingDate|unitOfMeasureCode)$/i,
  },
  {
    system: 'Salesforce',
    name: /(__[cre]$|^(AccountId|OwnerId|RecordTypeId|SystemModstamp|CreatedById|LastModifiedById)$)/,
  },
  {
    system: 'Shopify',
    name: /^(admin_graphql_api_id|financial_status|fulfillment_status|line_items|variant_id|presentment_\w+|\w+_set)$/,
  },
];

export interface VendorField {
  /** Names from the root, items of lists left out: `lines.lineObjectNumber`. */
  readonly path: string;
  readonly name: string;
  /** Whose word it is; absent for a name that is nobody's own but not written as ours are. */
  readonly system?: string;
}

/** Fields of a JSON Schema that are named as a vendor names them, or not in `lowerCamelCase`. */
export function vendorFields(schema: Json): readonly VendorField[] {
  return walk(schema, '');
}

function walk(schema: Json | undefined, path: string): readonly VendorField[] {
  if (schema === null || typeof schema !== 'object') return [];
  if (Array.isArray(schema)) return (schema as readonly Json[]).flatMap((each) => walk(each, path));
  const { properties, $defs, ...rest } = schema as { readonly [key: string]: Json };
  const own = Object.entries(objectOf(properties)).flatMap(([name, field]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const found = vendorOf(name);
    return [...(found ? [{ path: at, name, ...found }] : []), ...walk(field, at)];
  });
  const inside = ['items', 'allOf', 'anyOf', 'oneOf', 'additionalProperties'].flatMap((key) => walk(rest[key], path));
  return [...own, ...inside, ...Object.values(objectOf($defs)).flatMap((each) => walk(each, path))];
}

function vendorOf(name: string): { readonly system?: string } | undefined {
  const vendor = VENDOR.find((each) => each.name.test(name));
  if (vendor) return { system: vendor.system };
  return /^[a-z][A-Za-z0-9]*$/.test(name) ? undefined : {};
}

function objectOf(value: Json | undefined): { readonly [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as { readonly [key: string]: Json })
    : {};
}
