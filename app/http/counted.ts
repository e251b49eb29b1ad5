/** Says how many there are of something: "1 session", "4 sessions". */
export function counted(count: number, thing: string): string {
  return count === 1 ? `1 ${thing}` : `${count} ${thing}s`;
}
