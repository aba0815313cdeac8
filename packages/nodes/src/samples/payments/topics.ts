/** What a demo says of the topics about money. */
export const paymentTopics = [
  { name: 'payment.captured', description: 'Money that was taken, by the reference of its order.', owner: 'Finance' },
  { name: 'tax.decided', description: 'What Finance said of taxes that were estimated wrong.', owner: 'Finance' },
] as const;
