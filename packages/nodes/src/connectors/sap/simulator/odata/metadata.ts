import type { EntitySet, Field } from './entity.ts';

/** The service's EDMX: the sets, properties and navigations this simulator has, in the dialect of SAP Gateway. */
export function printMetadata(namespace: string, sets: readonly EntitySet[]): string {
  const associations = sets.flatMap((set) =>
    Object.entries(set.navigations).map(([name, target]) => ({ name, from: set, target, id: `${set.name}_${name}` })),
  );
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata" xmlns:sap="http://www.sap.com/Protocols/SAPData">',
    '<edmx:DataServices m:DataServiceVersion="2.0">',
    `<Schema Namespace="${namespace}" xml:lang="en" sap:schema-version="1" xmlns="http://schemas.microsoft.com/ado/2008/09/edm">`,
    ...sets.map((set) => entityType(namespace, set)),
    ...associations.map(({ id, name, from, target }) =>
      [
        `<Association Name="${id}">`,
        `<End Type="${namespace}.${from.name}Type" Multiplicity="1" Role="From_${id}"/>`,
        `<End Type="${namespace}.${target.name}Type" Multiplicity="${from.single?.includes(name) ? '0..1' : '*'}" Role="To_${id}"/>`,
        '</Association>',
      ].join(''),
    ),
    `<EntityContainer Name="${namespace}_Entities" m:IsDefaultEntityContainer="true" sap:supported-formats="json">`,
    ...sets.map((set) => `<EntitySet Name="${set.name}" EntityType="${namespace}.${set.name}Type"/>`),
    ...associations.map(({ id, from, target }) =>
      [
        `<AssociationSet Name="${id}" Association="${namespace}.${id}">`,
        `<End EntitySet="${from.name}" Role="From_${id}"/><End EntitySet="${target.name}" Role="To_${id}"/>`,
        '</AssociationSet>',
      ].join(''),
    ),
    '</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>',
  ].join('\n');
}

function entityType(namespace: string, set: EntitySet): string {
  const keys = set.keys.map((key) => `<PropertyRef Name="${key}"/>`).join('');
  const navigations = Object.keys(set.navigations).map((name) => {
    const id = `${set.name}_${name}`;
    return `<NavigationProperty Name="${name}" Relationship="${namespace}.${id}" FromRole="From_${id}" ToRole="To_${id}"/>`;
  });
  return [
    `<EntityType Name="${set.name}Type"><Key>${keys}</Key>`,
    ...set.fields.map((field) => property(field, set.keys.includes(field.name))),
    ...navigations,
    '</EntityType>',
  ].join('\n');
}

function property({ name, type, max, scale, access }: Field, isKey: boolean): string {
  const facets = [
    isKey ? ' Nullable="false"' : '',
    max === undefined ? '' : ` MaxLength="${max}"`,
    type === 'Edm.Decimal' ? ` Precision="16" Scale="${scale ?? 3}"` : '',
    type === 'Edm.DateTime' ? ' Precision="0"' : '',
    type === 'Edm.DateTimeOffset' ? ' Precision="7" ConcurrencyMode="Fixed"' : '',
    access === 'read' ? ' sap:creatable="false"' : '',
    access === 'write' ? '' : ' sap:updatable="false"',
  ];
  return `<Property Name="${name}" Type="${type}"${facets.join('')}/>`;
}
