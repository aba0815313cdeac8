/** A part of Finance & Operations as its `$metadata` shows it: keys of several fields, a company in each, enumerations in one namespace. */
export const FINANCE_EDMX = `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices>
    <Schema Namespace="Microsoft.Dynamics.DataEntities" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EnumType Name="NoYes"><Member Name="No" Value="0"/><Member Name="Yes" Value="1"/></EnumType>
      <EnumType Name="SalesStatus">
        <Member Name="None" Value="0"/><Member Name="Backorder" Value="1"/><Member Name="Invoiced" Value="3"/>
      </EnumType>
      <EntityType Name="SalesOrderHeaderV2">
        <Key><PropertyRef Name="dataAreaId"/><PropertyRef Name="SalesOrderNumber"/></Key>
        <Property Name="dataAreaId" Type="Edm.String" Nullable="false"/>
        <Property Name="SalesOrderNumber" Type="Edm.String" Nullable="false"/>
        <Property Name="CustomersOrderReference" Type="Edm.String"/>
        <Property Name="CurrencyCode" Type="Edm.String" Nullable="false"/>
        <Property Name="SalesOrderStatus" Type="Microsoft.Dynamics.DataEntities.SalesStatus"/>
        <Property Name="IsSalesProcessingStopped" Type="Microsoft.Dynamics.DataEntities.NoYes"/>
        <Property Name="OrderCreationDateTime" Type="Edm.DateTimeOffset" Nullable="false"/>
      </EntityType>
      <EntityContainer Name="Resources">
        <EntitySet Name="SalesOrderHeadersV2" EntityType="Microsoft.Dynamics.DataEntities.SalesOrderHeaderV2"/>
      </EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>`;
