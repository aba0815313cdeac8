import { segmentsOf } from '../../kit/dictionary.ts';

/**
 * Segments of the transaction sets we read, as releases 4010 to 5010 use them: our own names for the elements, in their order.
 * Lengths are those of 5010, which takes what 4010 takes.
 */
export const commonSegments = segmentsOf(`
  AMT: qualifier!:ID1-3@522 amount!:R1-18 creditDebit:ID1
  CSH: salesRequirement:ID1-2 action:ID1-2 amount:N2-15 account:AN1-35 date:DT8 agency:ID2 serviceCode:AN1-10 substitution:ID1-2
  CTB: restriction!:ID2 text:AN1-80 quantityQualifier:ID2 quantity:Q1-15 amountQualifier:ID1-3 amount:N2-15
  CTP: priceClass:ID2 priceType:ID3@236 unitPrice:R1-17 quantity:Q1-15 unit{code:ID2 exponent:R1-15 multiplier:R1-10} multiplierQualifier:ID3 multiplier:R1-10 amount:R1-18
  CTT: lineCount!:N0-6 hashTotal:R1-10 weight:R1-10 weightUnit:ID2 volume:R1-8 volumeUnit:ID2 text:AN1-80
  CUR: entity!:ID2-3@98 currency!:ID3 exchangeRate:R4-10 otherEntity:ID2-3 otherCurrency:ID3 market:ID3 dates*5(qualifier:ID3@374 date:DT8 time:TM4-8)
  DIS: termsType!:ID3 basisQualifier!:ID2 basis!:R1-10 percentQualifier!:ID2 from!:R1-10 to:R1-10
  DTM: qualifier!:ID3@374 date:DT6-8 time:TM4-8 timeZone:ID2 periodFormat:ID2-3 period:AN1-35
  FOB: payment!:ID2@146 locationQualifier:ID1-2 location:AN1-80 termsQualifier:ID2 terms:ID3 riskQualifier:ID1-2 risk:AN1-80 riskOfLoss:ID2 riskText:AN1-80
  INC: termsType!:ID2 unit{code:ID2} quantityFrom:Q1-15 quantityTo:Q1-15 amount:R1-18
  ITD: type:ID2@336 basis:ID1-2 discountPercent:R1-6 discountDate:DT8 discountDays:N0-3 netDate:DT8 netDays:N0-3 discountAmount:N2-10 deferredDate:DT8 deferredAmount:N2-10 invoicePercent:R1-5 text:AN1-80 dayOfMonth:N0-2 method:ID1 percent:R1-10
  ITA: indicator!:ID1 agency:ID2 serviceCode:AN1-10 code:ID2-4 reference:AN1-20 handling!:ID2 number:AN1-16 rate:R1-15 quantity:Q1-15 unit:ID2 amount:N2-15
  LDT: code!:ID2 quantity!:N0-15 unit!:ID2 date:DT8
  LIN: line:AN1-20 products*15(qualifier:ID2@235 id:AN1-80)
  LM: agency!:ID2 source:AN1-15
  LQ: list:ID1-3 code:AN1-30
  LS: loop!:AN1-6
  LE: loop!:AN1-6
  LX: number!:N0-6
  MAN: marks*3(qualifier:ID1-2@88 number:AN1-48 to:AN1-48)
  MEA: reference:ID2 qualifier:ID1-3 value:R1-20 unit{code:ID2} from:R1-20 to:R1-20 significance:ID2 attribute:ID2 surface:ID2 method:ID2-4
  MSG: text!:AN1-264 printControl:ID2 number:N0-9
  MTX: reference:ID3 text:AN1-4096 message:AN1-4096 printControl:ID2
  N1: entity!:ID2-3@98 name:AN1-60 idQualifier:ID1-2@66 id:AN2-80 relation:ID2 relatedEntity:ID2-3
  N2: name1!:AN1-60 name2:AN1-60
  N3: line1!:AN1-55 line2:AN1-55
  N4: city:AN2-30 state:ID2 postalCode:ID3-15 country:ID2-3 locationQualifier:ID1-2 location:AN1-30 subdivision:ID1-3
  N9: qualifier!:ID2-3@128 value:AN1-50 text:AN1-45 date:DT8 time:TM4-8 timeZone:ID2
  NTE: reference:ID3 text!:AN1-80
  PAM: quantityQualifier:ID2 quantity:Q1-15 unit{code:ID2} amountQualifier:ID1-3 amount:R1-18 rateUnit:ID1-2 basis:R1-15 dateQualifier1:ID3 date1:DT8 time1:TM4-8 dateQualifier2:ID3 date2:DT8
  PER: function!:ID2@366 name:AN1-60 contacts*3(qualifier:ID2@365 number:AN1-256) reference:AN1-20
  PID: type!:ID1@349 characteristic:ID2-3 agency:ID2 code:AN1-12 text:AN1-80 surface:ID2 subQualifier:AN1-15 yesNo:ID1 language:ID2-3
  PKG: type:ID1 characteristic:ID1-5 agency:ID2 code:AN1-7 text:AN1-80 unitLoad:ID2
  PO4: pack:N0-6 size:R1-8 unit:ID2@355 packaging:AN3-5 weightQualifier:ID1-2 grossWeight:R1-9 weightUnit:ID2 grossVolume:R1-9 volumeUnit:ID2 length:R1-8 width:R1-8 height:R1-8 dimensionUnit:ID2 innerPack:N0-6 surface:ID2 number1:AN1-20 number2:AN1-20 packs:N0-6
  PWK: reportType!:ID2 transmission:ID1-2 copies:N0-2 entity:ID2-3 idQualifier:ID1-2 id:AN2-80 text:AN1-80
  QTY: qualifier!:ID2@673 quantity:Q1-15 unit{code:ID2} text:AN1-30
  REF: qualifier!:ID2-3@128 value:AN1-50 text:AN1-80
  SAC: indicator!:ID1@248 code:ID4 agency:ID2 agencyCode:AN1-10 amount:N2-15 percentQualifier:ID1 percent:R1-6 rate:R1-9 unit:ID2 quantity:Q1-15 quantity2:Q1-15 handling:ID2 reference:AN1-50 option:AN1-20 text:AN1-80 language:ID2-3
  SCH: quantity!:Q1-15 unit!:ID2@355 entity:ID2-3@98 name:AN1-60 qualifier1!:ID3@374 date1!:DT8 time1:TM4-8 qualifier2:ID3@374 date2:DT8 time2:TM4-8 request:AN1-45 line:AN1-20
  SDQ: unit!:ID2@355 idQualifier:ID1-2 places*10(id:AN2-80 quantity:Q1-15) location:AN1-30
  SI: agency!:ID2 services*10(characteristic:ID2 code:AN1-40)
  SLN: line!:AN1-20 relatedLine:AN1-20 relationship!:ID1 quantity:Q1-15 unit{code:ID2} unitPrice:R1-17 priceBasis:ID2 relation:ID1 products*10(qualifier:ID2@235 id:AN1-80)
  TAX: taxId:AN1-20 jurisdictions*5(qualifier:ID1-2 location:AN1-30) exempt:ID1 priority:ID1 groupTax:AN1-9
  TC2: qualifier!:ID1 code!:AN1-30
  TD1: packaging:AN3-5 quantity:N0-7 commodityQualifier:ID1 commodity:AN1-30 text:AN1-50 weightQualifier:ID1-2 weight:R1-10 weightUnit:ID2 volume:R1-8 volumeUnit:ID2
  TD3: equipment:ID2 initial:AN1-4 number:AN1-15 weightQualifier:ID1-2 weight:R1-10 weightUnit:ID2 ownership:ID1 sealStatus:ID2 seal:AN2-15 equipmentType:ID4
  TD4: handling:ID2-3 hazardQualifier:ID1 hazardClass:AN1-4 text:AN1-80 yesNo:ID1
  TD5: routing:ID1-2@133 idQualifier:ID1-2@66 carrier:AN2-80 method:ID1-2@91 route:AN1-35 status:ID2@368 locationQualifier:ID1-2 location:AN1-30 transitDirection:ID2 transitTimeQualifier:ID2 transitTime:R1-4 service:ID2
  TDS: total!:N2-15 discountable:N2-15 discounted:N2-15 discount:N2-15
  TXI: type!:ID2 amount:R1-18 percent:R1-10 jurisdictionQualifier:ID2 jurisdiction:AN1-10 exempt:ID1 relationship:ID1 basis:R1-9 taxId:AN1-20 line:AN1-20
`);

export const setSegments = segmentsOf(`
  ACK: status!:ID2@668 quantity:Q1-15 unit:ID2@355 dateQualifier:ID3@374 date:DT8 request:AN1-45 products*10(qualifier:ID2@235 id:AN1-80) agency:ID2 source:AN1-15 industryCode:AN1-30
  BAK: purpose!:ID2@353 type!:ID2@587 purchaseOrder!:AN1-22 date!:DT6-8 release:AN1-30 request:AN1-45 contract:AN1-30 reference:AN1-50 acknowledgementDate:DT8 transactionType:ID2
  BEG: purpose!:ID2@353 type!:ID2@92 purchaseOrder!:AN1-22 release:AN1-30 date!:DT6-8 contract:AN1-30 acknowledgement:ID2 invoiceType:ID3 contractType:ID2 category:ID2 security:ID2 transactionType:ID2
  BIA: purpose!:ID2@353 reportType!:ID2 reference!:AN1-50 date!:DT6-8 time:TM4-8 action:ID1-2
  BIG: date!:DT6-8 invoice!:AN1-22 orderDate:DT6-8 purchaseOrder:AN1-22 release:AN1-30 changeOrder:AN1-8 type:ID2@640 purpose:ID2@353 action:ID1-2 invoiceReference:AN1-22
  BSN: purpose!:ID2@353 shipment!:AN2-30 date!:DT6-8 time!:TM4-8 structure:ID4@1005 transactionType:ID2 statusReason:ID3
  CAD: method:ID1-2@91 initial:AN1-4 number:AN1-15 carrier:ID2-4 route:AN1-35 status:ID2 referenceQualifier:ID2-3 reference:AN1-50 service:ID2
  CLD: loads!:N0-5 units!:Q1-10 packaging:AN3-5 size:R1-8 unit:ID2
  CTX: contexts*10{name:AN1-35 value:AN1-35} segment:ID2-3 position:N0-10
  HL: id!:AN1-12 parent:AN1-12 level!:ID1-2@735 hasChildren:ID1
  ISS: units:Q1-10 unit:ID2@355 weight:R1-10 weightUnit:ID2 volume:R1-8 volumeUnit:ID2
  IT1: line:AN1-20 quantity:Q1-15 unit:ID2@355 unitPrice:R1-17 priceBasis:ID2 products*10(qualifier:ID2@235 id:AN1-80)
  IT3: units:Q1-10 unit:ID2 status:ID2@368 quantityDifference:Q1-9 reason:ID2
  PO1: line:AN1-20 quantity:Q1-15 unit:ID2@355 unitPrice:R1-17 priceBasis:ID2@639 products*10(qualifier:ID2@235 id:AN1-80)
  PRF: purchaseOrder!:AN1-22 release:AN1-30 changeOrder:AN1-8 date:DT8 line:AN1-20 contract:AN1-30 type:ID2
  SN1: line:AN1-20 quantity!:Q1-10 unit!:ID2@355 quantityToDate:Q1-15 quantityOrdered:Q1-15 orderedUnit:ID2@355 returnable:ID1-2 status:ID2@668
  G61: function!:ID2@366 name!:AN1-60 contactQualifier:ID2@365 contact:AN1-256 reference:AN1-20
  G62: qualifier:ID2@432 date:DT6-8 timeQualifier:ID1-2 time:TM4-8 timeZone:ID2
  G69: text!:AN1-45
  G72: code!:ID1-3 handling!:ID2 number:AN1-16 exception:AN1-16 rate:R1-15 quantity:Q1-15 unit:ID2 amount:N2-15 percent:R1-6
  W03: units!:Q1-10 weight:R1-10 weightUnit:ID2 volume:R1-8 volumeUnit:ID2 cartons:N0-8 cartonUnit:ID2
  W05: status!:ID1@473 order!:AN1-22 purchaseOrder:AN1-22 linkSequence:N0-6 masterReference:AN1-22 transactionType:ID2 action:ID1-2
  W06: reporting!:ID1-2@514 order:AN1-22 date:DT6-8 shipment:AN2-30 agentShipment:AN1-12 purchaseOrder:AN1-22 masterReference:AN1-22 linkSequence:N0-6 handling:ID2-3 dateChangeReason:ID2 transactionType:ID2 action:ID1-2
  W01: quantity!:Q1-15 unit!:ID2@355 upcCase:AN12 products*2(qualifier:ID2@235 id:AN1-80) freightClass:AN2-5 rateClass:AN1-3 commodityQualifier:ID1 commodity:AN1-30 palletTiers:N0-6 lot:AN1-12 condition:ID2 otherProducts*2(qualifier:ID2@235 id:AN1-80)
  W10: unitLoad!:ID2 pallets:N0-3 exchange:ID1 seal1:AN2-15 seal2:AN2-15
  W12: status!:ID2@368 ordered:Q1-15 shipped:Q1-15 difference:Q1-15 unit:ID2@355 upcCase:AN12 productQualifier:ID2@235 product:AN1-80 lot:AN1-12 weight1:R1-10 weightQualifier1:ID1-2 weightUnit1:ID1 weight2:R1-10 weightQualifier2:ID1-2 weightUnit2:ID1 upcCase2:AN12 products*1(qualifier:ID2@235 id:AN1-80) changeReason:ID2 adjustment:AN1-12 otherProducts*1(qualifier:ID2@235 id:AN1-80)
  W20: pack:N0-6 size:R1-8 unit:ID2 weight:R1-10 weightQualifier:ID1-2 weightUnit:ID1 netWeight:R1-8 volume:R1-8 volumeUnit:ID1 color:AN1-10
  W27: method!:ID1-2@91 carrier:ID2-4 route:AN1-35 payment:ID2@146 equipment:ID2 initial:AN1-4 number:AN1-15 status:ID2@368 handling:ID2-3 changeReason:ID2
  W28: consolidation!:AN1-15 routing:ID1-2 carrier:ID2-4
  W66: payment!:ID2@146 method!:ID1-2@91 palletExchange:ID1 unitLoad:ID2 route:AN1-35 fobCode:ID2 fob:AN1-30 codMethod:ID1 amount:N2-12 carrier:ID2-4
  W76: ordered!:Q1-10 weight:R1-10 weightUnit:ID2 volume:R1-8 volumeUnit:ID2
`);

/** Segments of acknowledgements. @see X12 4010, sets 997 and TA1; 5010, set 999 */
export const acknowledgementSegments = segmentsOf(`
  AK1: functionalId!:ID2@479 controlNumber!:N0-9 version:AN1-12
  AK2: set!:ID3 controlNumber!:AN4-9 implementation:AN1-35
  AK3: segment!:ID2-3 position!:N0-10 loop:AN1-6 code:ID1-3@720
  AK4: position!{element:N0-2 component:N0-2 repetition:N0-4} reference:N0-4 code!:ID1-3@723 value:AN1-99
  AK5: status!:ID1@717 codes*5(code:ID1-3@718)
  AK9: status!:ID1@715 included!:N0-6 received!:N0-6 accepted!:N0-6 codes*5(code:ID1-3@716)
  IK3: segment!:ID2-3 position!:N0-10 loop:AN1-6 code:ID1-3@620
  IK4: position!{element:N0-2 component:N0-2 repetition:N0-4} reference:N0-4 code!:ID1-3@621 value:AN1-99
  IK5: status!:ID1@717 codes*5(code:ID1-3@618)
  TA1: controlNumber!:N0-9 date!:DT6 time!:TM4 status!:ID1@I17 code!:ID3@I18
`);
