/** An 855 as a supplier sends it: one line confirmed, one backordered; a second transaction when it is asked for. */
export function confirmation({ second = false }: { readonly second?: boolean } = {}): string {
  const transaction = (number: string) => [
    `ST*855*${number}`,
    'BAK*00*AC*PO-1042*20261126',
    'REF*VN*S-7781',
    'PO1*1*2*EA*12.50**VN*MUG-BLUE',
    'PID*F****Blue mug',
    'ACK*IA*2*EA*067*20261128',
    'PO1*2*1*EA*8.00**VN*CAP-RED',
    'ACK*IB*1*EA*067*20261204',
    `SE*9*${number}`,
  ];
  const segments = [
    'ISA*00*          *00*          *ZZ*SUPPLIER       *ZZ*RETAILER       *261126*1415*U*00401*000000101*0*P*>',
    'GS*PR*SUPPLIER*RETAILER*20261126*1415*101*X*004010',
    ...transaction('0001'),
    ...(second ? transaction('0002') : []),
    `GE*${second ? 2 : 1}*101`,
    'IEA*1*000000101',
  ];
  return segments.map((segment) => `${segment}~\n`).join('');
}
