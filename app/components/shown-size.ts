/** Writes how large a file is as people read it: "512 bytes", "48 kB", "3.2 MB". */
export function shownSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
