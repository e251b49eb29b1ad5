/**
 * Returns the path to go to after signing in; "/" for anything that could lead to another site. Browsers read
 * backslashes as slashes and drop tabs and line breaks, so a path with one of them is not taken. Letters beyond ASCII
 * are escaped, since a header cannot carry them; nothing else of the path is touched.
 */
export function returnPath(to: string | null | undefined): string {
  if (!to?.startsWith("/") || to.startsWith("//") || /[\\\p{Cc}]/u.test(to)) return "/";
  return to.toWellFormed().replace(/[^\x21-\x7e]/gu, encodeURIComponent);
}
