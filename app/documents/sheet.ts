/** A label and what is known of it; null and an empty text are shown as not recorded, so that a gap is seen as one. */
export type SheetFact = readonly [label: string, value: string | null];

/** A piece of a document in plain words, whatever it is printed as. */
export type Block =
  | { kind: "text"; text: string }
  | { kind: "hint"; text: string }
  | { kind: "facts"; facts: readonly SheetFact[] /** Whether more of the same follow at once. */; goesOn?: boolean }
  | {
      kind: "table";
      head: readonly string[];
      /** In points, or "*" for a share of what is left. */
      widths: readonly (number | "*")[];
      rows: readonly (readonly (string | null)[])[];
      /** Stands in place of a table without rows. */
      empty: string;
    };

export type Section = { heading: string; blocks: readonly Block[] };

/** A document as its parts, before it is printed. */
export type Sheet = { title: string; lede: string; sections: readonly Section[] };

export const notRecorded = "Not recorded";

export function text(words: string): Block {
  return { kind: "text", text: words };
}

export function hint(words: string): Block {
  return { kind: "hint", text: words };
}

export function facts(...pairs: readonly SheetFact[]): Block {
  return { kind: "facts", facts: pairs };
}

/** Returns what a document leaves blank, by its labels, so that a gap is named and not overlooked. */
function missingIn(sections: readonly Section[]): string[] {
  const pairs = sections.flatMap(({ heading, blocks }) =>
    blocks.flatMap((block) =>
      block.kind === "facts" ? block.facts.map(([label, value]) => ({ name: `${heading}: ${label}`, value })) : [],
    ),
  );
  return pairs.filter(({ value }) => value === null || value === "").map(({ name }) => name);
}

/** Names what is missing, as the last section of a document that is filled from a record. */
export function missingSection(sections: readonly Section[]): Section {
  const missing = missingIn(sections);
  const said =
    missing.length === 0
      ? "Everything that this document asks for is in the record."
      : `The register does not have: ${missing.join("; ")}. It has to be added in the record, or by hand before this is signed.`;
  return { heading: "What is missing", blocks: [text(said)] };
}
