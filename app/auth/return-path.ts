/**
 * Returns the path to go to after signing in; "/" for anything that could lead to another site. Browsers read
 * backslashes as slashes and drop tabs and line breaks, so a path with one of them is not taken.
 */
export function returnPath(to: string | null | undefined): string {
  if (!to?.startsWith("/") || to.startsWith("//") || /[\\\p{Cc}]/u.test(to)) return "/";
  return to;
}
