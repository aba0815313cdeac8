import { SHOP_V2, SHOP_V4 } from './shop-edmx.testing.ts';

/** The shop, with actions and functions: on an order, on all of them, and by themselves. */
export const SHOP_V4_OPERATIONS = SHOP_V4.replace(
  '<EntityContainer Name="Container">',
  `<Action Name="ship" IsBound="true">
        <Parameter Name="in" Type="S.Order"/><Parameter Name="Carrier" Type="Edm.String" Nullable="false"/>
        <Parameter Name="Weight" Type="Edm.Decimal" Scale="3"/><ReturnType Type="S.Order"/>
      </Action>
      <Action Name="closeAll" IsBound="true"><Parameter Name="in" Type="Collection(S.Order)"/></Action>
      <Function Name="openLines" IsBound="true">
        <Parameter Name="in" Type="S.Order"/><Parameter Name="After" Type="Edm.Int32"/><ReturnType Type="Collection(S.Line)"/>
      </Function>
      <Action Name="Reset"><Parameter Name="Reason" Type="Edm.String"/></Action>
      <Function Name="Freight">
        <Parameter Name="City" Type="Edm.String" Nullable="false"/><ReturnType Type="Edm.Decimal"/>
      </Function>
      <EntityContainer Name="Container">
        <ActionImport Name="ResetShop" Action="S.Reset"/>
        <FunctionImport Name="FreightTo" Function="shop.Freight"/>`,
);

export const SHOP_V2_OPERATIONS = SHOP_V2.replace(
  '<EntityContainer Name="Shop" m:IsDefaultEntityContainer="true">',
  `<EntityContainer Name="Shop" m:IsDefaultEntityContainer="true">
        <FunctionImport Name="ReleaseOrder" ReturnType="SHOP.Order" EntitySet="Orders" m:HttpMethod="POST">
          <Parameter Name="Number" Type="Edm.String" Mode="In" MaxLength="10"/><Parameter Name="Total" Type="Edm.Decimal" Mode="In"/>
        </FunctionImport>
        <FunctionImport Name="Freight" ReturnType="Edm.Decimal" m:HttpMethod="GET">
          <Parameter Name="City" Type="Edm.String" Mode="In"/>
        </FunctionImport>
        <FunctionImport Name="OpenOrders" ReturnType="Collection(SHOP.Order)" EntitySet="Orders" m:HttpMethod="GET"/>`,
);
