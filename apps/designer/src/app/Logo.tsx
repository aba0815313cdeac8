/** Two steps that go as one. */
export function Logo({ size = 24 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#4f4bd8" />
      <path
        d="M8 11h7l3 5h6M8 21h7l3-5"
        fill="none"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="8" cy="11" r="2.4" fill="#fff" />
      <circle cx="8" cy="21" r="2.4" fill="#fff" />
      <circle cx="24.5" cy="16" r="2.4" fill="#6ee7cf" />
    </svg>
  );
}
