/** More people than this are not told by one comment: it would be a mailing list. */
const mostMentions = 20;

// An @ that begins a word; what follows is the first part of an address, or all of it.
const mention =
  /(?<![\p{L}\p{N}.@_+-])@([\p{L}\p{N}_+-]+(?:\.[\p{L}\p{N}_+-]+)*(?:@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)?)/gu;

/** Returns whom a text names with an @, in lower case: `jo.marsh` or `jo.marsh@acme.example`. */
export function mentionsIn(text: string): string[] {
  const names = [...text.matchAll(mention)].map(([, name = ""]) => name.normalize("NFKC").toLowerCase());
  return [...new Set(names)].slice(0, mostMentions);
}

export type TextPart = { from: number; text: string; isMention: boolean };

/** Splits a text where it names one of these people, each by user name, so that they can be shown as told. */
export function partsOf(text: string, userNames: readonly string[]): TextPart[] {
  const known = new Set(userNames.flatMap((userName) => [userName, userName.replace(/@.*$/, "")]));
  const parts: TextPart[] = [];
  let from = 0;
  for (const { 0: said, 1: name = "", index } of text.matchAll(mention)) {
    if (!known.has(name.normalize("NFKC").toLowerCase())) continue;
    parts.push({ from, text: text.slice(from, index), isMention: false }, { from: index, text: said, isMention: true });
    from = index + said.length;
  }
  return [...parts, { from, text: text.slice(from), isMention: false }].filter((part) => part.text !== "");
}
