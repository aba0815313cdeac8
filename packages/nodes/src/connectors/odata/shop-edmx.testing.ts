/** A small shop as a service describes itself, v4: orders with lines and an enumeration. */
export const SHOP_V4 = `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices>
    <Schema Namespace="shop" Alias="S" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EnumType Name="Priority"><Member Name="Low" Value="0"/><Member Name="High" Value="1"/></EnumType>
      <ComplexType Name="Address"><Property Name="City" Type="Edm.String" MaxLength="20"/></ComplexType>
      <EntityType Name="Document" Abstract="true">
        <Key><PropertyRef Name="Number"/></Key>
        <Property Name="Number" Type="Edm.String" Nullable="false" MaxLength="10"/>
      </EntityType>
      <EntityType Name="Return" BaseType="S.Document"><Property Name="Reason" Type="Edm.String"/></EntityType>
      <EntityType Name="Order">
        <Key><PropertyRef Name="Number"/></Key>
        <Property Name="Number" Type="Edm.String" Nullable="false" MaxLength="10"/>
        <Property Name="Reference" Type="Edm.String" MaxLength="35"/>
        <Property Name="Total" Type="Edm.Decimal" Precision="24" Scale="2"/>
        <Property Name="Day" Type="Edm.Date"/>
        <Property Name="ChangedAt" Type="Edm.DateTimeOffset" Precision="3"/>
        <Property Name="Rush" Type="S.Priority"/>
        <Property Name="Tags" Type="Collection(Edm.String)"/>
        <Property Name="ShipTo" Type="S.Address"/>
        <NavigationProperty Name="Lines" Type="Collection(S.Line)" Partner="Order" ContainsTarget="true"/>
      </EntityType>
      <EntityType Name="Line">
        <Key><PropertyRef Name="Number"/><PropertyRef Name="Item"/></Key>
        <Property Name="Number" Type="Edm.String" Nullable="false"/>
        <Property Name="Item" Type="Edm.Int32" Nullable="false"/>
        <Property Name="Sku" Type="Edm.String"/>
        <Property Name="Quantity" Type="Edm.Int64"/>
      </EntityType>
      <EntityContainer Name="Container">
        <EntitySet Name="Orders" EntityType="S.Order"><NavigationPropertyBinding Path="Lines" Target="Lines"/></EntitySet>
        <EntitySet Name="Lines" EntityType="shop.Line"/>
        <EntitySet Name="Returns" EntityType="S.Return"/>
      </EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>`;

/** The same shop as v2: links by associations, times as `Edm.DateTime` and `Edm.Time`. */
export const SHOP_V2 = `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">
  <edmx:DataServices m:DataServiceVersion="2.0">
    <Schema Namespace="SHOP" xmlns="http://schemas.microsoft.com/ado/2008/09/edm">
      <EntityType Name="Order">
        <Key><PropertyRef Name="Number"/></Key>
        <Property Name="Number" Type="Edm.String" Nullable="false" MaxLength="10"/>
        <Property Name="Reference" Type="Edm.String" MaxLength="35"/>
        <Property Name="Total" Type="Edm.Decimal" Precision="15" Scale="2"/>
        <Property Name="Day" Type="Edm.DateTime" Precision="0"/>
        <Property Name="At" Type="Edm.Time" Precision="0"/>
        <Property Name="ChangedAt" Type="Edm.DateTimeOffset" Precision="0" ConcurrencyMode="Fixed"/>
        <NavigationProperty Name="to_Line" Relationship="SHOP.OrderLines" FromRole="Order" ToRole="Line"/>
      </EntityType>
      <EntityType Name="Line">
        <Key><PropertyRef Name="Number"/><PropertyRef Name="Item"/></Key>
        <Property Name="Number" Type="Edm.String" Nullable="false"/>
        <Property Name="Item" Type="Edm.String" Nullable="false"/>
        <Property Name="Quantity" Type="Edm.Int64"/>
      </EntityType>
      <Association Name="OrderLines">
        <End Type="SHOP.Order" Multiplicity="1" Role="Order"/><End Type="SHOP.Line" Multiplicity="*" Role="Line"/>
        <ReferentialConstraint>
          <Principal Role="Order"><PropertyRef Name="Number"/></Principal>
          <Dependent Role="Line"><PropertyRef Name="Number"/></Dependent>
        </ReferentialConstraint>
      </Association>
      <EntityContainer Name="Shop" m:IsDefaultEntityContainer="true">
        <EntitySet Name="Orders" EntityType="SHOP.Order"/><EntitySet Name="Lines" EntityType="SHOP.Line"/>
        <AssociationSet Name="OrderLinesSet" Association="SHOP.OrderLines">
          <End EntitySet="Orders" Role="Order"/><End EntitySet="Lines" Role="Line"/>
        </AssociationSet>
      </EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>`;
