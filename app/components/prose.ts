/** A piece of running text. A link leads to a place on the same page or to another site. */
export type Span = { kind: "text" | "code" | "strong"; text: string } | { kind: "link"; text: string; href: string };

/** A block of a page of documentation, as far as ours use them. */
export type Block =
  | { kind: "heading"; id: string; text: string }
  | { kind: "paragraph"; spans: Span[] }
  | { kind: "list"; items: Span[][] }
  | { kind: "table"; head: Span[][]; rows: Span[][][] };
