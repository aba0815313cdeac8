import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { contextFor } from './context.ts';

/** A service of the kind old merchandise systems have: a schema in a file of its own, both versions of SOAP. */
const NS = 'urn:example:stock';
const SCHEMA = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="${NS}" targetNamespace="${NS}" elementFormDefault="qualified">
  <xs:element name="GetStock"><xs:complexType><xs:sequence>
    <xs:element name="warehouse" type="xs:string"/>
    <xs:element name="sku" type="xs:string" maxOccurs="unbounded"/>
    <xs:element name="asOf" type="xs:date" minOccurs="0"/>
  </xs:sequence></xs:complexType></xs:element>
  <xs:element name="GetStockResponse"><xs:complexType><xs:sequence>
    <xs:element name="line" type="t:Line" minOccurs="0" maxOccurs="unbounded"/>
  </xs:sequence></xs:complexType></xs:element>
  <xs:complexType name="Line"><xs:sequence>
    <xs:element name="sku" type="xs:string"/>
    <xs:element name="onHand" type="xs:int"/>
    <xs:element name="value" type="xs:decimal"/>
    <xs:element name="blocked" type="xs:boolean"/>
  </xs:sequence></xs:complexType>
  <xs:element name="Reserve"><xs:complexType><xs:sequence>
    <xs:element name="sku" type="xs:string"/><xs:element name="quantity" type="xs:int"/>
  </xs:sequence></xs:complexType></xs:element>
  <xs:element name="ReserveResponse"><xs:complexType><xs:sequence>
    <xs:element name="reservation" type="xs:string"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>`;

const wsdlAt = (address: string, inline: boolean, soap12: boolean): string => {
  const soap = soap12 ? 'soap12' : 'soap';
  const operation = (name: string) =>
    `<w:operation name="${name}"><s:operation soapAction="${NS}/${name}"/><w:input><s:body use="literal"/></w:input><w:output><s:body use="literal"/></w:output></w:operation>`;
  const names = ['GetStock', 'Reserve'];
  return `<?xml version="1.0"?><w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/${soap}/" xmlns:t="${NS}" targetNamespace="${NS}">
  <w:types>${inline ? SCHEMA : `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:import namespace="${NS}" schemaLocation="stock.xsd"/></xs:schema>`}</w:types>
  ${names.map((name) => `<w:message name="${name}In"><w:part name="parameters" element="t:${name}"/></w:message><w:message name="${name}Out"><w:part name="parameters" element="t:${name}Response"/></w:message>`).join('')}
  <w:portType name="Stock">${names.map((name) => `<w:operation name="${name}"><w:input message="t:${name}In"/><w:output message="t:${name}Out"/></w:operation>`).join('')}</w:portType>
  <w:binding name="StockSoap" type="t:Stock"><s:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>${names.map(operation).join('')}</w:binding>
  <w:service name="StockService"><w:port name="Stock" binding="t:StockSoap"><s:address location="${address}"/></w:port></w:service>
</w:definitions>`;
};

export interface StockSettings {
  readonly settings?: Readonly<Record<string, string>>;
  readonly soap12?: boolean;
  /** The fault of every answer. */
  readonly fault?: () => object | undefined;
}

interface Asked {
  readonly sku: string | string[];
}

export interface SeenCall {
  readonly operation: string;
  readonly args: unknown;
  readonly headers: unknown;
}

/** The service, served by somebody else's SOAP server (`soap` of npm), and a step with a connection to it. */
export async function stockService({ settings = {}, soap12 = false, fault }: StockSettings = {}) {
  // It is CommonJS.
  const soap = createRequire(import.meta.url)('soap') as typeof import('soap');
  const seen: SeenCall[] = [];
  const answer = (operation: string, of: (args: Asked) => object) => (args: Asked, _: unknown, headers: unknown) => {
    seen.push({ operation, args, headers });
    const failed = fault?.();
    if (failed) throw failed;
    return of(args);
  };
  const server = createServer((request, response) => {
    if (request.url === '/stock.xsd') response.end(SCHEMA);
    else if (request.url === '/described.wsdl') response.end(wsdlAt(baseUrl, false, soap12));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const baseUrl = `${origin}/stock`;
  const listening = soap.listen(server, {
    path: '/stock',
    xml: wsdlAt(baseUrl, true, soap12),
    forceSoap12Headers: soap12,
    services: {
      StockService: {
        Stock: {
          GetStock: answer('GetStock', ({ sku }) => ({
            line: [sku].flat().map((each) => ({ sku: each, onHand: 7, value: '12.50', blocked: false })),
          })),
          Reserve: answer('Reserve', () => ({ reservation: 'R-1' })),
        },
      },
    },
  });
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const connection = {
    id: 'stock',
    system: 'soap',
    baseUrl,
    settings: { wsdl: `${origin}/described.wsdl`, ...settings },
  };
  return { connection, ctx: contextFor({ connections: [connection] }), seen, listening };
}
