import { type CodeList, codeLists } from '../../kit/code-lists.ts';

/**
 * What codes mean, by the number of their data element. Partners extend most lists, so another code is no error there: it only has
 * no meaning beside it. Those marked with ! are whole.
 */
export const x12Codes: Readonly<Record<string, CodeList>> = codeLists(`
  66: 1 D-U-N-S; 2 Standard Carrier Alpha Code; 9 D-U-N-S with suffix; 91 Assigned by the seller; 92 Assigned by the buyer; UL Global Location Number; ZZ Mutually defined
  88: CP Carrier package number; GM SSCC-18; UC Shipping container code; ZZ Mutually defined
  91: A Air; H Customer pick-up; L Contract carrier; M Motor carrier; O Ocean; R Rail; U Parcel service
  92: BK Blanket order; CN Consigned order; DS Drop ship; KN Purchase order to a known contract; NE New order; OS Special order; RE Reorder; RL Release; RO Rush order; SA Stand-alone order
  98: BT Bill to; BY Buyer; CN Consignee; MF Manufacturer; OB Ordered by; RE Remit to; RI Remit to; SE Seller; SF Ship from; SH Shipper; SO Sold to, if not bill to; ST Ship to; SU Supplier; VN Vendor; WH Warehouse; Z7 Mark for
  128: BM Bill of lading; CN Carrier reference; CO Customer order; CR Customer reference; DP Department; IA Internal vendor number; IV Seller invoice; ON Order number; PD Promotion; PO Purchase order; SI Shipper reference; VN Vendor order; VR Vendor number; ZZ Mutually defined
  133: A Origin carrier; B Origin and delivery carrier; O Origin carrier; Z Mutually defined
  146: CC Collect; DF Defined by buyer and seller; PP Prepaid by seller; PC Prepaid, charged to customer; TP Third party pays
  235: BP Buyer's part number; CB Buyer's catalogue number; EN EAN/GTIN-13; IB ISBN; IN Buyer's item number; MG Manufacturer's part number; PI Purchaser's item code; SK SKU; UA UPC case code; UK GTIN-14; UP UPC/GTIN-12; VA Vendor's style number; VC Vendor's catalogue number; VN Vendor's item number; VP Vendor's part number
  236: CAT Catalogue; LPR List; NET Net; RES Resale; UCP Unit cost; WHL Wholesale
  248: A Allowance; C Charge; N No allowance or charge; P Promotion; Q Charge request; R Allowance request; S Service
  336: 14 Previously agreed upon; 01 Basic; 02 End of month; 05 Discount not applicable; 08 Basic discount; ZZ Mutually defined
  349: F Free-form; S Structured; X Semi-structured
  353: 14 Advance notification; 22 Information copy; 00 Original; 01 Cancellation; 04 Change; 05 Replacement; 06 Confirmation; 07 Duplicate; 08 Status; DI Debit invoice
  355: BX Box; CA Case; CT Carton; DZ Dozen; EA Each; KG Kilogram; KI Kit; LB Pound; PC Piece; PK Package; PL Pallet; UN Unit; YD Yard
  365: EM Email; FX Fax; TE Telephone; EX Extension
  366: BD Buyer; CN General contact; IC Information contact; OC Order contact; SC Schedule contact
  368: BO Back ordered; BP Partial shipment, back order to follow; CC Complete; CL Complete; CP Partial shipment, balance cancelled; CS Shipment complete with substitution; DE Deleted order; IC Item cancelled; IS Item represents substitution; OR Temporarily out of stock; PR Partial shipment; SS Split shipment
  374: 106 Required by; 001 Cancel after; 002 Delivery requested; 003 Invoice; 004 Purchase order; 010 Requested ship; 011 Shipped; 017 Estimated delivery; 018 Available; 035 Delivered; 036 Expiration; 037 Ship not before; 038 Ship no later; 067 Current schedule delivery; 068 Current schedule ship; 079 Promised for shipment; 080 Scheduled for shipment
  432: 10 Requested ship; 11 Shipped; 17 Estimated delivery; 37 Ship not before; 38 Ship no later; 02 Requested delivery; 04 Purchase order
  473: C Change; F Cancellation; N Original; R Replacement
  479: FA Functional acknowledgement; IB Inventory; IN Invoice; OW Warehouse shipping order; PO Purchase order; PR Purchase order acknowledgement; SH Ship notice; SW Warehouse shipping advice
  514: F Full detail; N Original; P Partial
  522: 1 Line item total; BAP Total; N Net; TT Total transaction amount
  587: AC Acknowledged with detail and change; AD Acknowledged with detail, no change; AE Acknowledged with exceptions only; AH Held; AK Acknowledged without detail or change; AT Accepted; RD Rejected with detail; RF Rejected, exceptions only; RJ Rejected without detail; ZZ Mutually defined
  618: 1 Transaction set not supported; 2 Trailer missing; 3 Control numbers of header and trailer differ; 4 Number of segments is not the one stated; 5 Segments with errors; 6 Transaction set identifier missing or wrong; 7 Control number missing or wrong; 23 Control number not unique in its group; I5 Implementation: segments with errors; I6 Implementation convention not supported
  620: 1 Unknown segment; 2 Unexpected segment; 3 Mandatory segment missing; 4 Loop occurs too often; 5 Segment occurs too often; 6 Segment not in this transaction set; 7 Segment not in its place; 8 Segment has faulty elements; I4 Implementation: segment not used; I6 Implementation: segment missing; I7 Implementation: loop occurs too seldom; I8 Implementation: segment below minimum use
  621: 1 Mandatory element missing; 2 Element missing that another one needs; 3 Too many elements; 4 Element too short; 5 Element too long; 6 Character that is not allowed; 7 Unknown code; 8 No such date; 9 No such time; 10 Element excluded by another one; I10 Implementation: element not used; I12 Implementation: pattern not matched; I6 Implementation: element missing; I9 Implementation: code not used
  639: CA Catalogue; CT Contract; LE Catalogue price per each; NT Net; PE Price per each; TE Contract price per each; WE Wholesale price per each
  640: CN Credit invoice; CR Credit memo; DI Debit invoice; DR Debit memo; PR Product or service
  668: AC Accepted and shipped; AR Accepted and released for shipment; BP Accepted, partial shipment, balance backordered; DR Accepted, date rescheduled; IA Accepted; IB Backordered; IC Accepted, changes made; ID Deleted; IE Accepted, price pending; IF On hold, incomplete description; IH On hold; IP Accepted, price changed; IQ Accepted, quantity changed; IR Rejected; IS Accepted, substitution made; IW On hold, waiver required; R1 Rejected, not a contract item; R2 Rejected, invalid product number; R3 Rejected, invalid unit; R4 Rejected, contract date not available; SP Accepted, schedule pending
  673: 17 On hand; 20 Available for sale; 21 Sellable on hand; 33 Available; 39 Shipped; 63 On order; 72 Backorder; 87 Quantity received; PQ Cumulative shipped; QH Quantity on hold; TS Total available
  715!: A Accepted; E Accepted, errors noted; M Rejected, message authentication failed; P Partially accepted; R Rejected; W Rejected, assurance failed; X Rejected, could not be decrypted
  716: 1 Functional group not supported; 2 Version not supported; 3 Trailer missing; 4 Control numbers of header and trailer differ; 5 Number of transaction sets is not the one stated; 6 Control number wrong
  717!: A Accepted; E Accepted, errors noted; M Rejected, message authentication failed; R Rejected; W Rejected, assurance failed; X Rejected, could not be decrypted
  718: 1 Transaction set not supported; 2 Trailer missing; 3 Control numbers of header and trailer differ; 4 Number of segments is not the one stated; 5 Segments with errors; 6 Transaction set identifier missing or wrong; 7 Control number missing or wrong; 23 Control number not unique in its group
  720: 1 Unknown segment; 2 Unexpected segment; 3 Mandatory segment missing; 4 Loop occurs too often; 5 Segment occurs too often; 6 Segment not in this transaction set; 7 Segment not in its place; 8 Segment has faulty elements
  723: 1 Mandatory element missing; 2 Element missing that another one needs; 3 Too many elements; 4 Element too short; 5 Element too long; 6 Character that is not allowed; 7 Unknown code; 8 No such date; 9 No such time; 10 Element excluded by another one
  735: I Item; O Order; P Pack; Q Subpack; S Shipment; T Tare
  1005: 0001 Shipment, order, packaging, item; 0002 Shipment, order, item, packaging; 0004 Shipment, order, item
  I17!: A Accepted; E Accepted, errors noted; R Rejected
  I18: 000 No error; 001 Control numbers of header and trailer differ; 004 Invalid segment terminator; 009 Unknown receiver; 018 Invalid control number; 021 Number of groups is not the one stated; 022 Invalid control structure; 023 End of file too early; 024 Invalid interchange content; 025 Control number used before
`);
