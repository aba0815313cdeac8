import type { JsonObject } from '@lockstep/schema/run';
import { Building2 } from 'lucide-react';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Badge, Card, EmptyState, SkeletonRows, Table, Td, Th } from '../../ui/index.ts';
import { newest, textAt } from './estate-state.ts';
import { useEstateState } from './use-estate-state.ts';

const SHOWN = 20;

/** What arrived in the ERP, newest first. An order that arrived twice would be seen at once. */
export function SalesOrders() {
  const state = useEstateState('sap');
  return (
    <Card flush title="Sales orders in SAP">
      <AnswerView query={state} what="Sales orders" loading={<SkeletonRows rows={5} label="Loading sales orders" />}>
        {(value) => {
          const orders = newest(value, 'salesOrders', SHOWN);
          const twice = repeated(newest(value, 'salesOrders', Number.MAX_SAFE_INTEGER));
          return orders.length === 0 ? (
            <EmptyState icon={<Building2 size={20} />} title="No sales order yet">
              The flow “Order to ERP” creates one for each order of the shop.
            </EmptyState>
          ) : (
            <Table label="Sales orders in SAP">
              <thead>
                <tr>
                  <Th className="w-32">Sales order</Th>
                  <Th>Customer reference</Th>
                  <Th className="w-24">Sold to</Th>
                  <Th className="w-20">Org.</Th>
                  <Th className="w-32 text-right">Net amount</Th>
                </tr>
              </thead>
              <tbody>
                {orders.map((order) => (
                  <SalesOrderRow
                    key={textAt(order, 'SalesOrder')}
                    order={order}
                    twice={twice.has(textAt(order, 'PurchaseOrderByCustomer'))}
                  />
                ))}
              </tbody>
            </Table>
          );
        }}
      </AnswerView>
    </Card>
  );
}

function SalesOrderRow({ order, twice }: { readonly order: JsonObject; readonly twice: boolean }) {
  return (
    <tr className="hover:bg-hover/60">
      <Td className="tabular truncate font-medium">{textAt(order, 'SalesOrder')}</Td>
      <Td>
        <span className="flex items-center gap-2">
          <span className="truncate">{textAt(order, 'PurchaseOrderByCustomer')}</span>
          {twice && <Badge tone="failed">Twice</Badge>}
        </span>
      </Td>
      <Td className="truncate text-muted">{textAt(order, 'SoldToParty')}</Td>
      <Td className="truncate text-muted">{textAt(order, 'SalesOrganization')}</Td>
      <Td className="tabular truncate text-right">
        {textAt(order, 'TotalNetAmount')}{' '}
        <span className="text-muted text-xs">{textAt(order, 'TransactionCurrency')}</span>
      </Td>
    </tr>
  );
}

/** Customer references that more than one sales order bears. */
export function repeated(orders: readonly JsonObject[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const order of orders) {
    const reference = textAt(order, 'PurchaseOrderByCustomer');
    if (reference === '') continue;
    if (seen.has(reference)) twice.add(reference);
    seen.add(reference);
  }
  return twice;
}
