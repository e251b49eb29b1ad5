import type { LineCheck } from "./line-check.ts";

/** Counts the rows of a file of JSON, one a line. */
export function countJsonRows(): LineCheck {
  let lines = 0;
  return {
    line: () => {
      lines += 1;
      return null;
    },
    end: () => null,
    rows: () => lines,
  };
}

/** Counts the rows of a CSV without its headings; a cell in quotes may have line breaks in it. */
export function countCsvRows(): LineCheck {
  let rows = 0;
  let isQuoted = false;
  return {
    line(text) {
      for (const character of text) if (character === '"') isQuoted = !isQuoted;
      if (!isQuoted) rows += 1;
      return null;
    },
    end: () => (isQuoted ? { code: "malformed", detail: "a quote that never ends" } : null),
    rows: () => Math.max(0, rows - 1),
  };
}
