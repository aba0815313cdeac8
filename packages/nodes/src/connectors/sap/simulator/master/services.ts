import type { Clock } from '../../../../simulators/kit/simulator.ts';
import { createRecordDesk, type RecordDesk } from './desk.ts';
import { firstRecords } from './records.ts';
import { CUSTOMER, PRODUCT, STOCK, VALIDITY } from './sets.ts';

/** Products, customers, stock and prices, by the name of the set each is about. */
export function createMasterData(settings: { readonly clock: Clock; readonly user: string }): readonly RecordDesk[] {
  const records = firstRecords();
  const desk = (name: string, root: RecordDesk['root'], needs?: readonly string[]) =>
    createRecordDesk({
      ...settings,
      name,
      root,
      records: records.filter(({ set }) => set === root),
      ...(needs && { needs }),
    });
  return [
    desk('API_PRODUCT_SRV', PRODUCT, ['Product', 'ProductType', 'BaseUnit']),
    desk('API_BUSINESS_PARTNER', CUSTOMER),
    desk('API_MATERIAL_STOCK_SRV', STOCK),
    desk('API_SLSPRICINGCONDITIONRECORD_SRV', VALIDITY),
  ];
}
