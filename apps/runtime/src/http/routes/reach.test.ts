import { expect, it } from 'vitest';
import { reachOf } from './reach.ts';

it('a flow reaches what the flows speak to that it begins, also where they call one another in a ring', () => {
  const reach = reachOf([
    { id: 'sale', to: ['topic:sold'], begins: ['reserve', 'book', 'gone'] },
    { id: 'reserve', to: ['connection:wms'], begins: [] },
    { id: 'book', to: ['connection:erp'], begins: ['sale'] },
  ]);
  expect([...reach]).toEqual([
    ['sale', ['topic:sold', 'connection:erp', 'connection:wms']],
    ['reserve', ['connection:wms']],
    ['book', ['connection:erp', 'topic:sold', 'connection:wms']],
  ]);
});
