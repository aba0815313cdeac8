/** What goes out of a port `rejected`: why, in a sentence, with every issue. */
export function rejection<Issue extends { readonly message: string }>({
  issues,
  issueCount,
  rowCount,
  noun,
}: {
  readonly issues: readonly Issue[];
  readonly issueCount: number;
  readonly rowCount: number;
  /** What has issues, in the plural: `rows`. */
  readonly noun: string;
}) {
  const first = issues[0]?.message ?? '';
  const message = issueCount === 1 ? first : `${issueCount} ${noun} have issues. The first: ${first}`;
  return { message, issues: [...issues], issueCount, rowCount };
}
