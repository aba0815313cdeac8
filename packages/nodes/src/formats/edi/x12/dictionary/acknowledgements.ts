import { setOf } from '../../kit/structure.ts';

export const functionalAcknowledgement = setOf(
  '997',
  'FA',
  'Functional acknowledgement',
  `
  AK1 group!
  AK2 transactions*999999 {
    AK3 segments*999999 {
      AK4 elements*99
    }
    AK5 result!
  }
  AK9 result!
`,
);

export const implementationAcknowledgement = setOf(
  '999',
  'FA',
  'Implementation acknowledgement',
  `
  AK1 group!
  AK2 transactions*999999 {
    IK3 segments*999999 {
      CTX contexts*10
      IK4 elements*99 {
        CTX contexts*10
      }
    }
    IK5 result!
  }
  AK9 result!
`,
);
