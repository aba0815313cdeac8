export { type AddressPolicy, type AddressRules, addressPolicy } from './address-policy.ts';
export { type Certificates, certificateFault, certificatesOf } from './certificates.ts';
export { createEgress, type Egress, type EgressOptions } from './create-egress.ts';
export type { Resolver } from './guarded-connect.ts';
export { createAllowedAddress, createOpenSocket } from './open-socket.ts';
