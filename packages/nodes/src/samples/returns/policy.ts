/**
 * What the company's table says of a return: within its window it is accepted up to its limit, above that a person of the role
 * decides, above ten times the limit Finance; outside of the window it is turned down. The reasons are sentences for the story.
 */
export const POLICY_SCRIPT = `const cents = (amount) => Math.round(Number(amount) * 100);
const DAY_MS = 86400000;

export default defineMap((src, t) => {
  const total = src.lines.reduce((sum, line) => sum + cents(line.amount), 0);
  const rule = (to) => t.lookup('return-policy', src.reason, { to, default: t.lookup('return-policy', 'other', { to }) });
  const windowDays = Number(rule('window'));
  const limit = Number(rule('limit'));
  const days = Math.floor((Date.parse(src.requestedAt) - Date.parse(src.order.orderedAt)) / DAY_MS);
  const amount = (total / 100).toFixed(2);
  const facts = { rma: src.rma, reason: src.reason, amount, currency: src.currency, days, windowDays, limit: limit.toFixed(2) };
  if (!(total > 0)) throw new RangeError('Nothing of return ' + src.rma + ' has a value: there is nothing to give back.');
  if (!(days >= 0)) throw new RangeError('Return ' + src.rma + ' is older than its order, or has no date.');
  if (days > windowDays) {
    return { ...facts, decision: 'reject', role: 'policy', why: 'Asked for after ' + days + ' days; ' + windowDays + ' are allowed for "' + src.reason + '".' };
  }
  if (total <= cents(limit)) {
    return { ...facts, decision: 'accept', role: 'policy', why: amount + ' ' + src.currency + ' within the limit of ' + limit.toFixed(2) + ', after ' + days + ' days.' };
  }
  const role = total > cents(limit) * 10 ? 'Finance' : rule('role');
  return { ...facts, decision: 'ask', role, why: amount + ' ' + src.currency + ' is above the limit of ' + limit.toFixed(2) + ' for "' + src.reason + '": ' + role + ' decides.' };
});
`;
