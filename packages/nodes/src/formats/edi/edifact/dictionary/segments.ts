import { segmentsOf } from '../../kit/dictionary.ts';

/**
 * Segments of the messages we read, as directories D.93A to D.01B (and EANCOM) use them: our own names for the elements, in their
 * order. Where a later directory made a composite of a value, the value is its first part.
 */
export const messageSegments = segmentsOf(`
  AJT: reason!:AN-3 line:AN-6
  ALC: kind!:AN-3@5463 identification{number:AN-35 code:AN-3} settlement:AN-3 sequence:AN-3 service{code:AN-17 codeList:AN-17 agency:AN-3 text1:AN-35 text2:AN-35}
  ALI: origin:AN-3 duty:AN-3 conditions*5(code:AN-3)
  APR: trade:AN-3 multiplier{value:R-12 qualifier:AN-3} reason{code:AN-3 codeList:AN-17 agency:AN-3 text:AN-35}
  BGM: kind{code:AN-3@1001 codeList:AN-17 agency:AN-3 name:AN-35} number{id:AN-35 version:AN-9 revision:AN-6} function:AN-3@1225 response:AN-3@4343
  CNT: _{qualifier!:AN-3@6069 value!:R-18 unit:AN-8}
  COM: numbers*3{number!:AN-512 kind!:AN-3@3155}
  CPS: level!:AN-35 parent:AN-35 relation:AN-3
  CTA: function:AN-3@3139 person{id:AN-17 name:AN-256}
  CUX: currencies*2{usage!:AN-3@6347 currency:AN-3 type:AN-3 base:R-6} rate:R-12 market:AN-3
  DLM: priority:AN-3 instruction{code!:AN-4 codeList:AN-17 agency:AN-3 text:AN-35} service{code!:AN-3 codeList:AN-17 agency:AN-3 text:AN-35} nature:AN-3
  DOC: kind!{code:AN-3@1001 codeList:AN-17 agency:AN-3 name:AN-35} details{number:AN-70 status:AN-3 source:AN-70 language:AN-3 version:AN-9 revision:AN-6} communication:AN-3 copies:N0-2 originals:N0-2
  DTM: _{qualifier!:AN-3@2005 moment:AN-35 format:AN-3}
  EQD: kind!:AN-3 equipment{id:AN-17 codeList:AN-17 agency:AN-3 country:AN-3} size{code:AN-10 codeList:AN-17 agency:AN-3 text:AN-35} supplier:AN-3 status:AN-3 full:AN-3
  EQA: kind!:AN-3 equipment{id:AN-17 codeList:AN-17 agency:AN-3 country:AN-3}
  FII: party!:AN-3 account{number:AN-35 name1:AN-35 name2:AN-35 currency:AN-3} institution{id:AN-11 codeList:AN-17 agency:AN-3 branch:AN-17 branchCodeList:AN-17 branchAgency:AN-3 name:AN-70 branchName:AN-70} country:AN-3
  FTX: subject!:AN-3@4451 function:AN-3 reference{code:AN-17 codeList:AN-17 agency:AN-3} text{text1!:AN-512 text2:AN-512 text3:AN-512 text4:AN-512 text5:AN-512} language:AN-3 format:AN-3
  GIN: kind!:AN-3@7405 numbers*5{from!:AN-35 to:AN-35}
  GIR: set!:AN-3 numbers*5{number!:AN-35 kind:AN-3 status:AN-3}
  GIS: indicators*5{code!:AN-3 codeList:AN-17 agency:AN-3 process:AN-17}
  HAN: handling{code:AN-4 codeList:AN-17 agency:AN-3 text:AN-512} hazard{code:AN-7 codeList:AN-17 agency:AN-3 text:AN-35}
  IMD: kind:AN-3@7077 characteristic{code:AN-3 codeList:AN-17 agency:AN-3} description{code:AN-17 codeList:AN-17 agency:AN-3 text1:AN-256 text2:AN-256 language:AN-3} surface:AN-3
  INV: direction:AN-3@4501 kind:AN-3@7491 reason:AN-3@4499 balance:AN-3@4503 instruction{code:AN-4 codeList:AN-17 agency:AN-3 text:AN-35}
  LIN: line:AN-6 action:AN-3@1229 item{id:AN-35 kind:AN-3@7143 codeList:AN-17 agency:AN-3} subLine{indicator:AN-3 line:AN-6} level:N0-2 configuration:AN-3
  LOC: kind!:AN-3@3227 place{id:AN-35 codeList:AN-17 agency:AN-3 name:AN-256} place1{id:AN-35 codeList:AN-17 agency:AN-3 name:AN-70} place2{id:AN-35 codeList:AN-17 agency:AN-3 name:AN-70} relation:AN-3
  MEA: purpose!:AN-3@6311 details{attribute:AN-3 significance:AN-3 code:AN-17 text:AN-70} value{unit:AN-8 value:AN-18 min:R-18 max:R-18 digits:N0-2} surface:AN-3
  MOA: _{qualifier!:AN-3@5025 amount:R-35 currency:AN-3 currencyType:AN-3 status:AN-3}
  NAD: party!:AN-3@3035 identification{id!:AN-35 codeList:AN-17 agency:AN-3} nameAndAddress{line1!:AN-35 line2:AN-35 line3:AN-35 line4:AN-35 line5:AN-35} name{name1!:AN-70 name2:AN-70 name3:AN-70 name4:AN-70 name5:AN-70 format:AN-3} street{line1!:AN-35 line2:AN-35 line3:AN-35 line4:AN-35} city:AN-35 region{code:AN-9 codeList:AN-17 agency:AN-3 name:AN-70} postalCode:AN-17 country:AN-3
  PAC: packages:N0-8 details{level:AN-3 related:AN-3 terms:AN-3} kind{code:AN-17@7065 codeList:AN-17 agency:AN-3 text:AN-35} identification{form:AN-3 item1:AN-35 kind1:AN-3 item2:AN-35 kind2:AN-3} returnable{payment:AN-3 load:AN-3}
  PAI: _{conditions:AN-3 guarantee:AN-3 means:AN-3 codeList:AN-17 agency:AN-3 channel:AN-3}
  PAT: kind!:AN-3 terms{id:AN-17 codeList:AN-17 agency:AN-3 text1:AN-35 text2:AN-35} timing{reference!:AN-3 relation:AN-3 period:AN-3 periods:N0-3}
  PCD: _{qualifier!:AN-3 percent:R-10 basis:AN-3 codeList:AN-17 agency:AN-3}
  PCI: instructions:AN-3 marks{mark1!:AN-35 mark2:AN-35 mark3:AN-35 mark4:AN-35 mark5:AN-35 mark6:AN-35 mark7:AN-35 mark8:AN-35 mark9:AN-35 mark10:AN-35} status:AN-3 kind{code!:AN-3 codeList:AN-17 agency:AN-3}
  PIA: function!:AN-3@4347 items*5{id:AN-35 kind:AN-3@7143 codeList:AN-17 agency:AN-3}
  PRI: _{qualifier!:AN-3@5125 price:R-15 kind:AN-3 specification:AN-3 basis:R-9 unit:AN-8} subLine:AN-3
  QTY: _{qualifier!:AN-3@6063 quantity!:Q-35 unit:AN-8}
  QVR: _{difference:Q-15 qualifier:AN-3} discrepancy:AN-3 reason{code:AN-3 codeList:AN-17 agency:AN-3 text:AN-256}
  RFF: _{qualifier!:AN-3@1153 value:AN-70 line:AN-6 version:AN-35 revision:AN-6}
  RNG: kind!:AN-3 range{unit!:AN-8 min:R-18 max:R-18}
  RTE: _{qualifier!:AN-3 rate!:R-15 basis:R-9 unit:AN-8}
  SCC: status!:AN-3@4017 requirements:AN-3 pattern{frequency:AN-3 despatch:AN-3 timing:AN-3}
  SEL: seal:AN-35 issuer{code:AN-3 codeList:AN-17 agency:AN-3 name:AN-35} condition:AN-3
  SGP: equipment{id:AN-17 codeList:AN-17 agency:AN-3 country:AN-3} packages:N0-8
  STS: category{code!:AN-3 codeList:AN-17 agency:AN-3} status{code!:AN-3 codeList:AN-17 agency:AN-3 text:AN-35} reasons*5{code!:AN-3 codeList:AN-17 agency:AN-3 text:AN-256}
  TAX: function!:AN-3@5283 kind{code:AN-3@5153 codeList:AN-17 agency:AN-3 text:AN-35} account{id!:AN-6 codeList:AN-17 agency:AN-3} basis:AN-15 rate{code:AN-7 codeList:AN-17 agency:AN-3 percent:AN-17 basisCode:AN-12 basisCodeList:AN-17 basisAgency:AN-3} category:AN-3@5305 taxId:AN-20
  TDT: stage!:AN-3@8051 reference:AN-17 mode{code:AN-3@8067 name:AN-17} means{code:AN-8 text:AN-17} carrier{id:AN-17 codeList:AN-17 agency:AN-3 name:AN-128} direction:AN-3 excess{reason!:AN-3 responsibility!:AN-3 authorization:AN-17} transport{id:AN-9 codeList:AN-17 agency:AN-3 name:AN-35 nationality:AN-3} ownership:AN-3
  TOD: function:AN-3 payment:AN-3 terms{code:AN-3 codeList:AN-17 agency:AN-3 text1:AN-70 text2:AN-70}
  UNS: section!:AN1
`);

const PARTNER = '{id!:AN-35 qualifier:AN-4 internal:AN-35 subInternal:AN-35}';

/** Segments of the envelopes and of CONTRL. @see ISO 9735-1, annex C; ISO 9735-4 */
export const serviceSegments = segmentsOf(`
  UNB: syntax!{id!:AN4 version!:AN1 directory:AN-6 encoding:AN-3 release:AN-2} sender!${PARTNER} receiver!${PARTNER} prepared!{date!:DT6-8 time!:TM4} controlNumber!:AN-14 password{password!:AN-14 qualifier:AN2} application:AN-14 priority:AN1 acknowledgement:N0-1 agreement:AN-35 test:N0-1
  UNG: type:AN-6 sender${PARTNER} receiver${PARTNER} prepared{date!:DT6-8 time!:TM4} controlNumber!:AN-14 agency:AN-3 version{version!:AN-3 release!:AN-3 association:AN-6} password:AN-14
  UNH: reference!:AN-14 message!{type!:AN-6 version!:AN-3 release!:AN-3 agency!:AN-3 association:AN-6 codeList:AN-6 subFunction:AN-6} accessReference:AN-35 transfer{sequence!:N0-2 position:AN1}
  UCI: reference!:AN-14 sender!${PARTNER} receiver!${PARTNER} action!:AN-3@0083 error:AN-3@0085 segment:AN-3 position{element:N0-3 component:N0-3}
  UCF: reference!:AN-14 sender${PARTNER} receiver${PARTNER} action!:AN-3@0083 error:AN-3@0085 segment:AN-3 position{element:N0-3 component:N0-3}
  UCM: reference!:AN-14 message!{type!:AN-6 version!:AN-3 release!:AN-3 agency!:AN-3 association:AN-6} action!:AN-3@0083 error:AN-3@0085 segment:AN-3 position{element:N0-3 component:N0-3}
  UCS: position!:N0-6 error:AN-3@0085
  UCD: error!:AN-3@0085 position!{element!:N0-3 component:N0-3 repetition:N0-6}
`);
