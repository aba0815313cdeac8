type Node = Readonly<Record<string, unknown>>;

/** One node on a tab; `wires`: the ids that each of its outputs leads to. */
function on(z: string) {
  return (id: string, type: string, wires: readonly (readonly string[])[], more: Node = {}): Node => ({
    id,
    type,
    z,
    wires,
    ...more,
  });
}
const stock = on('stock');
const orders = on('orders');
const belts = on('belts');

/** Flows as a shop has them in Node-RED, with the types that are used most. Written for these tests. */
export const nodeRedFlows: readonly Node[] = [
  { id: 'stock', type: 'tab', label: 'Stock feed' },
  stock('s0', 'comment', [], { name: 'Every five minutes', info: 'The warehouse writes a file.' }),
  stock('s1', 'inject', [['s2']], { name: 'Every 5 min', repeat: '300' }),
  stock('s2', 'http request', [['s3']], { name: 'Get stock', method: 'GET', url: 'https://wms.example/stock.csv' }),
  stock('s3', 'csv', [['s4']], { name: 'Rows', sep: ';', multi: 'mult', hdrin: true }),
  stock('s4', 'function', [['s5']], {
    name: 'Sum',
    func: 'msg.payload = { count: msg.payload.length };\nreturn msg;',
    outputs: 1,
  }),
  stock('s5', 'link out', [[]], { links: ['b1'] }),
  stock('s6', 'catch', [['s7']], { name: 'Failed', scope: null }),
  stock('s7', 'change', [['s8']], {
    name: 'Mark',
    rules: [{ t: 'set', p: 'payload.failed', pt: 'msg', to: 'true', tot: 'bool' }],
  }),
  stock('s8', 'debug', [], { name: 'Tell', complete: 'payload' }),

  { id: 'orders', type: 'tab', label: 'Orders' },
  orders('o1', 'http in', [['o2']], { url: '/orders', method: 'post' }),
  orders('o2', 'json', [['o3']], { name: 'Parse' }),
  orders('o3', 'switch', [['o4'], ['o8']], {
    name: 'Has lines?',
    property: 'payload.lines',
    propertyType: 'msg',
    checkall: 'false',
    rules: [{ t: 'nempty' }, { t: 'else' }],
  }),
  orders('o4', 'change', [['o5']], {
    name: 'Rename',
    rules: [
      { t: 'move', p: 'payload.customer.mail', pt: 'msg', to: 'payload.contact.email', tot: 'msg' },
      { t: 'delete', p: 'payload.cart', pt: 'msg' },
      { t: 'set', p: 'payload.channel', pt: 'msg', to: 'web', tot: 'str' },
    ],
  }),
  orders('o5', 'http request', [['o6']], { name: 'Post to ERP', method: 'POST', url: 'https://erp.example/orders' }),
  orders('o6', 'template', [['o7']], { name: 'Say it', template: 'Order {{payload.number}} is in.', field: 'payload' }),
  orders('o7', 'http response', [], { name: 'Done', statusCode: '201' }),
  orders('o8', 'http response', [], { name: 'Empty', statusCode: '422' }),
  orders('o9', 'complete', [['o10']], { name: 'When posted', scope: ['o5'] }),
  orders('o10', 'mqtt out', [], { name: 'Publish', topic: 'orders/posted', broker: 'broker' }),

  { id: 'belts', type: 'tab', label: 'Belts' },
  belts('b0', 'mqtt in', [['b2']], { name: 'Speed', topic: 'belts/+/speed', broker: 'broker' }),
  belts('b1', 'link in', [['b6']], {}),
  belts('b2', 'range', [['b3']], {
    name: 'Percent',
    minin: '0',
    maxin: '4095',
    minout: '0',
    maxout: '100',
    action: 'clamp',
    round: true,
  }),
  belts('b3', 'delay', [['b4']], { name: 'Wait', pauseType: 'delay', timeout: '2', timeoutUnits: 'seconds' }),
  belts('b4', 'switch', [['b5']], { name: 'Too fast?', property: 'payload', rules: [{ t: 'gt', v: '90', vt: 'num' }] }),
  belts('b5', 'xml', [['b6']], { name: 'As XML' }),
  belts('b6', 'debug', [], { name: 'Log' }),
  belts('b7', 'inject', [['b8']], { name: 'By hand' }),
  belts('b8', 'split', [['b9']], { name: 'Each' }),
  belts('b9', 'join', [['b10']], { name: 'Together' }),
  belts('b10', 'file', [[]], { name: 'Keep', filename: '/tmp/belts.txt' }),

  { id: 'broker', type: 'mqtt-broker', name: 'Floor', broker: 'floor.example', port: '1883' },
];
