import { type CodeList, codeLists } from '../../kit/code-lists.ts';

/**
 * What codes mean, by the number of their data element. Partners extend most lists, so another code is no error there: it only has
 * no meaning beside it. Those marked with ! are whole.
 */
export const edifactCodes: Readonly<Record<string, CodeList>> = codeLists(`
  0083: 4 Rejected; 7 Acknowledged; 8 Received
  0085: 2 Syntax version or level not supported; 7 Recipient is not the actual one; 12 Invalid value; 13 Missing; 14 Value not supported in this position; 15 Not supported in this position; 16 Too many constituents; 17 No agreement; 18 Unspecified error; 19 Invalid decimal notation; 20 Character invalid as service character; 21 Invalid characters; 22 Invalid service characters; 23 Unknown sender; 24 Too old; 25 Test indicator not supported; 26 Duplicate; 28 References do not match; 29 Count does not match; 32 Lower level is empty; 33 Invalid occurrence outside of a message; 35 Too many repetitions; 36 Too many repetitions of a group; 37 Invalid type of characters; 39 Element too long; 40 Element too short
  1001: 220 Order; 221 Blanket order; 224 Rush order; 226 Partial order cancelling a blanket order; 230 Order change; 231 Order response; 35 Inventory report; 351 Despatch advice; 380 Commercial invoice; 381 Credit note; 383 Debit note; 385 Consolidated invoice; 310 Offer
  1153: ON Order number; VN Vendor order number; DQ Delivery note number; IV Invoice number; AAK Despatch advice number; CT Contract number; VA VAT registration number; ACE Related document; AAJ Delivery order number; CR Customer reference; PL Price list; BO Blanket order number; API Additional identification
  1225: 1 Cancellation; 4 Change; 5 Replacement; 7 Duplicate; 9 Original; 27 Not accepted; 29 Accepted without amendment; 31 Copy; 42 Confirmation by specific means
  1229: 1 Added; 2 Deleted; 3 Changed; 5 Accepted without amendment; 6 Accepted with amendment; 7 Not accepted; 10 Not found; 24 Accepted with amendment, no confirmation; 25 Accepted as proposed
  2005: 2 Delivery requested; 3 Invoice; 4 Order; 7 Effective; 11 Despatched; 17 Estimated delivery; 35 Delivered; 36 Expiry; 50 Goods received; 61 Cancel if not delivered by; 63 Latest delivery; 64 Earliest delivery; 67 Scheduled delivery; 69 Promised delivery; 76 Scheduled despatch; 79 Promised shipment; 113 Sample; 137 Document; 171 Reference; 194 Start; 206 End; 263 Invoicing period; 366 Stock
  3035: BY Buyer; SU Supplier; SE Seller; DP Delivery party; IV Invoicee; CN Consignee; CZ Consignor; PE Payee; PR Payer; ST Ship to; SF Ship from; UC Ultimate consignee; WH Warehouse; MS Message sender; MR Message recipient; GM Inventory controller; GY Inventory reporting party; II Issuer of invoice
  3139: OC Order contact; IC Information contact; PD Purchasing contact; DL Delivery contact; GR Goods receiving contact
  3155: TE Telephone; FX Fax; EM Email; EI EDI
  3227: 5 Place of departure; 7 Place of delivery; 9 Place of loading; 11 Place of discharge; 14 Location of goods; 18 Warehouse; 1 Place of terms of delivery
  4017: 1 Firm; 4 Planning; 5 Short term; 7 Original
  4343: AA Debit advice; AB Acknowledged by message; AC Acknowledged with detail and change; AI Acknowledged with changes only; AP Accepted; NA No acknowledgement needed; RE Rejected
  4347: 1 Additional identification; 3 Substituted by; 4 Substituted for; 5 Product identification
  4451: AAI General information; ACB Additional information; DEL Delivery information; PUR Purchasing information; INV Invoice instruction; ZZZ Mutually defined
  4499: 1 Reception; 2 Delivery; 3 Scrapped parts; 4 Difference; 7 Return
  4501: 1 Movement out of inventory; 2 Movement into inventory
  4503: 1 Value before movement; 2 Value after movement; 5 Available
  5025: 8 Charge or allowance; 9 Amount due; 24 Total; 38 Invoice item; 39 Invoice total; 52 Discount; 66 Goods item total; 77 Invoice amount; 79 Total line items; 86 Message total; 124 Tax; 125 Taxable amount; 128 Total; 131 Total charges and allowances; 150 Value added tax; 176 Total tax; 203 Line item
  5125: AAA Net calculation price; AAB Gross calculation price; AAE Information price; CAL Calculation price; INV Invoice price
  5153: VAT Value added tax; GST Goods and services tax; EXC Excise duty
  5283: 5 Customs duty; 6 Fee; 7 Tax
  5305: A Mixed; AA Lower rate; E Exempt; S Standard rate; Z Zero rated
  5463: A Allowance; C Charge
  6063: 12 Despatched; 21 Ordered; 46 Delivered; 47 Invoiced; 48 Received; 52 Per pack; 59 Consumer units in the traded unit; 83 Backorder; 113 To be delivered; 124 Damaged; 145 Actual stock; 185 Not available; 192 Free; 194 Received and accepted; 198 On hand; 17 On hand
  6069: 1 Sum of quantities; 2 Number of lines; 11 Number of packages
  6311: PD Physical dimensions; AAE Measurement; WT Weights; VOL Volume
  6347: 2 Reference currency; 3 Target currency; 1 Charge payment currency
  7065: CT Carton; PK Package; BX Box; PX Pallet; 201 Pallet ISO 1; CS Case
  7077: A Free-form long description; B Code and text; C Code; E Free-form short description; F Free-form; S Structured
  7143: BP Buyer's part number; CV Customs article number; EN GTIN; GB Buyer's internal group; IN Buyer's item number; MF Manufacturer's article number; MN Model number; NB Batch number; PV Promotional variant; SA Supplier's article number; SRV GTIN; UP UPC; EWC Waste catalogue
  7405: BJ SSCC; BN Serial number; BX Batch number; ML Marking number; AW SSCC
  7491: 1 Accepted product; 2 Damaged product; 3 Bonded; 4 Reserved
  8051: 10 Pre-carriage; 20 Main carriage; 30 On-carriage
  8067: 10 Maritime; 20 Rail; 30 Road; 40 Air; 50 Mail; 60 Multimodal
`);
