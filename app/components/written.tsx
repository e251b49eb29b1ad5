/** What somebody wrote keeps its lines. */
export function Written({ text }: { text: string }) {
  return <span className="prose">{text}</span>;
}
