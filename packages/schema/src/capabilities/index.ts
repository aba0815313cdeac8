export { Binding, BindingRule, flowsOfBinding, RequestField } from './binding.ts';
export { capabilities, findCapability } from './capabilities.ts';
export type { Capability, CapabilityError } from './capability.ts';
export { type Asked, chooseOffer, type Offer, textAt } from './choose-offer.ts';
export { type AnswerDifference, compareAnswers } from './compare-answers.ts';
export { placeOfKey } from './hash-share.ts';
export { type VendorField, vendorFields } from './vendor-fields.ts';
