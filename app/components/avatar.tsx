/** Somebody's initials; the name itself always stands beside it. */
export function Avatar({ name }: { name: string }) {
  const initials = name
    .split(/\s+/)
    .map((part) => part.charAt(0))
    .join("");
  return (
    <span className="avatar" aria-hidden="true">
      {initials.length > 2 ? `${initials.charAt(0)}${initials.at(-1)}` : initials}
    </span>
  );
}
