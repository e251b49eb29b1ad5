import { readFileSync } from "node:fs";

export type Fence = {
  /** The words after the backticks: the language, then what else it is. */
  info: readonly string[];
  text: string;
  line: number;
};

/** The parts of a page that tests look at. */
export type Page = {
  path: string;
  fences: readonly Fence[];
  /** Where headings can be linked to. */
  anchors: readonly string[];
  links: readonly { target: string; line: number }[];
  /** Each table as its rows of cells, the heading first. */
  tables: readonly (readonly (readonly string[])[])[];
};

/** Reads a Markdown page of ours; it knows the parts of Markdown that we use and no others. */
export function readPage(path: string): Page {
  const { fences, prose } = splitFences(readFileSync(path, "utf8").split("\n"));
  return {
    path,
    fences,
    anchors: prose.flatMap(({ text }) => (text.startsWith("#") ? [anchorOf(text.replace(/^#+ /, ""))] : [])),
    links: prose.flatMap(({ text, line }) =>
      [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target = ""]) => ({ target, line })),
    ),
    tables: tablesIn(prose.map(({ text }) => text)),
  };
}

function splitFences(lines: readonly string[]) {
  const fences: Fence[] = [];
  const prose: { text: string; line: number }[] = [];
  let open: { info: string[]; lines: string[]; line: number } | null = null;
  for (const [index, text] of lines.entries()) {
    const info = /^```(.*)$/.exec(text)?.[1];
    if (info === undefined) {
      if (open) open.lines.push(text);
      else prose.push({ text, line: index + 1 });
    } else if (open) {
      fences.push({ info: open.info, text: open.lines.join("\n"), line: open.line });
      open = null;
    } else open = { info: info.split(" "), lines: [], line: index + 1 };
  }
  return { fences, prose };
}

function tablesIn(lines: readonly string[]): string[][][] {
  const tables: string[][][] = [[]];
  for (const line of lines) {
    if (line.startsWith("|")) tables.at(-1)?.push(cellsOf(line));
    else if (tables.at(-1)?.length !== 0) tables.push([]);
  }

  return tables.filter(({ length }) => length > 0).map((rows) => rows.filter((_row, index) => index !== 1));
}

/** Returns the rows of the table under these headings, without them. */
export function tableOf(page: Page, ...headings: string[]): readonly (readonly string[])[] {
  const found = page.tables.filter(([heading]) => heading?.join() === headings.join());
  if (found.length === 0) throw new Error(`${page.path} has no table with the columns ${headings.join(", ")}`);
  return found.flatMap(([, ...rows]) => rows);
}

/** Returns what stands between backticks. */
export function codesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}

function cellsOf(line: string): string[] {
  return line
    .slice(1, line.lastIndexOf("|"))
    .split("|")
    .map((cell) => cell.trim());
}

function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, "")
    .replaceAll(" ", "-");
}
