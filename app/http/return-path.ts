/** Returns a path of this site to go back to; anything that could lead elsewhere becomes the start page. */
export function returnPath(to: string | null | undefined): string {
  if (!to) return "/";
  // A second slash or a backslash would name another host.
  return /^\/(?![/\\])[^\\\r\n]*$/.test(to) ? to : "/";
}
