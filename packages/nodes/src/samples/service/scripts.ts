/** What is told of an exception: to whom it matters, and in which words, says the table `customer-visible` by flow. */
export const wordsOf = `type Row = Record<string, any>;

export default defineMap((input: Row, t) => {
  const news: Row = input.payload;
  const wordOf = (flow: string, to: string): string => t.lookup('customer-visible', flow, { to, default: '' });
  const word = (to: string): string => wordOf(news.flow, to);
  // One part is done, another may still be held up: the customer hears that it goes on when all of it does.
  const isHeldUp = (news.stillOpen ?? []).some((flow: string) => wordOf(flow, 'subject') !== '');
  const order: string = news.case?.key ?? input.key;
  const link = news.links.case ?? news.links.run;
  return {
    about: (news.case?.kind ?? 'run') + '/' + order,
    order,
    visible: word('subject') !== '',
    state: news.state,
    solved: news.how === 'resolved' && !isHeldUp,
    reference: input.eventId,
    subject: word('subject').replaceAll('{order}', order),
    message: word('message').replaceAll('{order}', order),
    settled: word('settled').replaceAll('{order}', order),
    priority: word('priority') || 'normal',
    note: news.state === 'raised'
      ? '"' + news.flowName + '" needs a person at step ' + news.step + ': ' + news.reason + ' (' + news.code + ')\\n' + link + '\\n' + news.links.run
      : '"' + news.flowName + '": ' + (news.how === 'resolved' ? 'done after all' : 'given up') + (news.by ? ', by ' + news.by : '') + '.\\n' + link,
  };
});
`;

/** What was expected of an order, and has not come. */
export const lateWords = `type Row = Record<string, any>;

export default defineMap((input: Row) => {
  const { kind, milestone, part, by, links }: Row = input.payload;
  const from = part ? ' from ' + part : '';
  return {
    about: kind + '/' + input.key,
    order: input.key,
    reference: input.eventId,
    subject: 'Your order ' + input.key + ' is late',
    message: 'A part of your order ' + input.key + ' has not moved when it should have. We are looking into it, and tell you here when it goes on.',
    note: '"' + milestone + '" has not come' + from + ', due ' + by + '.\\n' + links.case,
  };
});
`;
