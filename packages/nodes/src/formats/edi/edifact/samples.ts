/** An ORDRSP as a supplier sends it: one line accepted as ordered, one with another quantity. */
export function orderResponse(): string {
  return [
    "UNA:+.? '",
    "UNB+UNOC:3+4012345000009:14+5400110000009:14+261126:1415+S101++ORDRSP'",
    "UNH+1+ORDRSP:D:96A:UN:EAN005'",
    "BGM+231+OR-7781+4+AC'",
    "DTM+137:20261126:102'",
    "RFF+ON:PO-1042'",
    "DTM+171:20261125:102'",
    "NAD+BY+5400110000009::9'",
    "NAD+SU+4012345000009::9++M?'Ug & Söhne'",
    "CUX+2:EUR:9'",
    "LIN+1+5+4012345678901:EN'",
    "QTY+21:2'",
    "PRI+AAA:12.50'",
    "LIN+2+3+4012345678918:EN'",
    "QTY+21:3'",
    "QTY+113:1'",
    "DTM+67:20261204:102'",
    "PRI+AAA:8'",
    "UNS+S'",
    "MOA+86:33'",
    "UNT+19+1'",
    "UNZ+1+S101'",
  ]
    .map((segment) => `${segment}\n`)
    .join('');
}
