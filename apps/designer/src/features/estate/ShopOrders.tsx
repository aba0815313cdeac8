import { getEstateState, sendEstateOrders } from '@lockstep/schema/api';
import type { JsonObject } from '@lockstep/schema/run';
import { Send, ShoppingBag } from 'lucide-react';
import { useState } from 'react';
import { useSend } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Badge, Button, Card, EmptyState, Input, SkeletonRows, Table, Td, Th, Time, toast } from '../../ui/index.ts';
import { newest, textAt } from './estate-state.ts';
import { GeneratorControl } from './GeneratorControl.tsx';
import { useEstateState } from './use-estate-state.ts';

const SHOWN = 15;

/** The shop's newest orders, each of which can be sent again; and how many more come. */
export function ShopOrders() {
  const state = useEstateState('shopify');
  const { send, pending } = useSend(sendEstateOrders, [getEstateState]);
  const [count, setCount] = useState(1);
  const deliveries = new Map(
    newest(state.data, 'deliveries', 500).map((delivery) => [textAt(delivery, 'orderId'), textAt(delivery, 'status')]),
  );

  const take = async (order: JsonObject | undefined): Promise<void> => {
    const answer = await send({ body: order === undefined ? { count } : { order } });
    if (!answer.ok) {
      toast({ kind: 'failed', title: 'No order was sent', detail: answer.problem.detail ?? answer.problem.title });
    } else if (order !== undefined) toast({ kind: 'ok', title: `${textAt(order, 'name')} was sent again` });
    else toast({ kind: 'ok', title: count === 1 ? 'One order was sent' : `${count} orders were sent` });
  };

  return (
    <Card
      flush
      title="Orders of the shop"
      actions={
        <form
          className="flex items-center gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            void take(undefined);
          }}
        >
          <Input
            aria-label="How many orders"
            type="number"
            min={1}
            max={1000}
            required
            className="h-7! w-18"
            value={count}
            onChange={(event) => setCount(Math.min(1000, Math.max(1, event.target.valueAsNumber || 1)))}
          />
          <Button size="sm" type="submit" icon={<Send size={13} />} busy={pending}>
            Send now
          </Button>
        </form>
      }
    >
      <GeneratorControl state={state.data} />
      <AnswerView query={state} what="Orders of the shop" loading={<SkeletonRows rows={5} label="Loading orders" />}>
        {(value) => {
          const orders = newest(value, 'orders', SHOWN);
          if (orders.length === 0) {
            return (
              <EmptyState icon={<ShoppingBag size={20} />} title="No order yet">
                Send one now, or let the generator take some.
              </EmptyState>
            );
          }
          return (
            <Table label="Orders of the shop">
              <thead>
                <tr>
                  <Th className="w-32">Order</Th>
                  <Th>Customer</Th>
                  <Th className="w-32 text-right">Total</Th>
                  <Th className="w-28">Webhook</Th>
                  <Th className="w-14">
                    <span className="sr-only">Send again</span>
                  </Th>
                </tr>
              </thead>
              <tbody>
                {orders.map((order) => (
                  <OrderRow
                    key={textAt(order, 'id')}
                    order={order}
                    delivery={deliveries.get(textAt(order, 'id'))}
                    onAgain={() => void take(order)}
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

interface OrderRowProps {
  readonly order: JsonObject;
  readonly delivery: string | undefined;
  readonly onAgain: () => void;
}

function OrderRow({ order, delivery, onAgain }: OrderRowProps) {
  const name = textAt(order, 'name');
  const customer = [textAt(order, 'customer.first_name'), textAt(order, 'customer.last_name')].join(' ').trim();
  const country = textAt(order, 'shipping_address.country_code');
  return (
    <tr className="hover:bg-hover/60">
      <Td>
        <span className="tabular block truncate font-medium">{name}</span>
        <Time at={textAt(order, 'created_at')} className="text-muted text-xs" />
      </Td>
      <Td>
        <span className="block truncate">
          {customer === '' ? <span className="text-faint">No customer</span> : customer}
        </span>
        <span className="text-muted text-xs">{country === '' ? 'No address' : country}</span>
      </Td>
      <Td className="tabular truncate text-right">
        {textAt(order, 'total_price')} <span className="text-muted text-xs">{textAt(order, 'currency')}</span>
      </Td>
      <Td>{delivery !== undefined && <Badge tone={DELIVERY_TONE[delivery] ?? 'idle'}>{delivery}</Badge>}</Td>
      <Td className="px-2!">
        <Button size="sm" kind="quiet" aria-label={`Send ${name} again`} icon={<Send size={13} />} onClick={onAgain} />
      </Td>
    </tr>
  );
}

const DELIVERY_TONE: Readonly<Record<string, 'ok' | 'waiting' | 'failed'>> = {
  delivered: 'ok',
  pending: 'waiting',
  failed: 'failed',
};
