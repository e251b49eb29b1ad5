import { lexer, type Token, type Tokens } from "marked";
import type { Block, Span } from "#app/components/prose.ts";

/**
 * Reads a page of our documentation as blocks that a component can show, without any HTML. What stands before the first
 * heading of the second level is the page's own title and is left out.
 * @throws on Markdown that our pages do not use, so that nothing is dropped unseen.
 */
export function readProse(markdown: string): Block[] {
  return lexer(markdown).flatMap((token): Block[] => {
    if (token.type === "space") return [];
    if (isOf<Tokens.Heading>(token, "heading"))
      return token.depth === 1 ? [] : [{ kind: "heading", id: anchorOf(token.text), text: token.text }];
    if (isOf<Tokens.Paragraph>(token, "paragraph")) return [{ kind: "paragraph", spans: spansOf(token.tokens) }];
    if (isOf<Tokens.List>(token, "list"))
      return [{ kind: "list", items: token.items.map((item) => item.tokens.flatMap((each) => spansOf([each]))) }];
    if (isOf<Tokens.Table>(token, "table"))
      return [
        {
          kind: "table",
          head: token.header.map((cell) => spansOf(cell.tokens)),
          rows: token.rows.map((row) => row.map((cell) => spansOf(cell.tokens))),
        },
      ];
    throw new Error(`a page has a ${token.type}, expected a heading, a paragraph, a list or a table`);
  });
}

function isOf<T extends Token>(token: Token, type: T["type"]): token is T {
  return token.type === type;
}

function spansOf(tokens: readonly Token[] | undefined): Span[] {
  return (tokens ?? []).flatMap((token): Span[] => {
    if (isOf<Tokens.Text>(token, "text"))
      return token.tokens ? spansOf(token.tokens) : [{ kind: "text", text: oneLine(token.text) }];
    if (isOf<Tokens.Codespan>(token, "codespan")) return [{ kind: "code", text: token.text }];
    if (isOf<Tokens.Strong>(token, "strong")) return [{ kind: "strong", text: token.text }];
    if (isOf<Tokens.Escape>(token, "escape")) return [{ kind: "text", text: token.text }];
    if (isOf<Tokens.Link>(token, "link")) return [linkOf(token)];
    throw new Error(`a page has a ${token.type} in its text, expected text, code, strong or a link`);
  });
}

/** Another page of the documentation is not served, so its name stands there as text. */
function linkOf({ href, text }: Tokens.Link): Span {
  return /^(#|https:)/.test(href) ? { kind: "link", text, href } : { kind: "text", text };
}

function oneLine(text: string): string {
  return text.replaceAll("\n", " ");
}

function anchorOf(heading: string): string {
  return heading.toLowerCase().replaceAll(" ", "-");
}
