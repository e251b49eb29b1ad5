import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import type { Fence, Page } from "./markdown.ts";

/** A block of commands that is to be run, and the block after it that shows what they print. */
export type Example = { line: number; script: string; shown: Fence | null };

/** Returns the blocks of a page that are marked as runnable. */
export function examplesOf({ fences }: Page): Example[] {
  return fences.flatMap(({ info, text, line }, index) => {
    if (info.join(" ") !== "sh run") return [];
    const next = fences[index + 1];
    const isAnswer = next && ["json", "text"].includes(next.info[0] ?? "");
    return [{ line, script: text, shown: isAnswer ? next : null }];
  });
}

/** The commands come through npx, which takes seconds to find what lies beside it; `npx` itself is tried once elsewhere. */
const prelude = `set -euo pipefail
npx() { [ "$1" = mfa-register ]; node "$ROOT/bin/mfa-register.js" "\${@:2}"; }
`;

const mark = "\u001e";

/**
 * Runs the examples one after the other in one shell, as a reader would, in a folder in which nothing can be spoilt.
 * @throws when one of them fails, with what it said.
 */
export async function runExamples(
  examples: readonly Example[],
  server: { url: string; dataDir: string },
): Promise<string[]> {
  const root = resolve(import.meta.dirname, "../..");
  const folder = mkdtempSync(join(tmpdir(), "mfa-register-docs-"));
  for (const name of ["docs", "node_modules"]) symlinkSync(join(root, name), join(folder, name));
  const script = examples.map(({ script }) => `${script}\nprintf '${mark}'\n`).join("");
  writeFileSync(join(folder, "examples.sh"), prelude + script);
  const child = spawn("bash", ["examples.sh"], {
    cwd: folder,
    env: {
      ...process.env,
      PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
      ROOT: root,
      REGISTER: server.url,
      DATA_DIR: server.dataDir,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said.err += text;
  });
  const code = await new Promise<number | null>((done) => child.once("close", done));
  rmSync(folder, { recursive: true });
  const outputs = said.out.split(mark);
  if (code === 0) return outputs.slice(0, -1);
  throw new Error(`the example in line ${examples[outputs.length - 1]?.line} failed: ${said.err}${outputs.at(-1)}`);
}

/** What differs from run to run is shown once and not compared. */
const varying: readonly [RegExp, string][] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "<instant>"],
  [/EXC-\d{4}-\d{4}/g, "<exception>"],
  [/\b(usr|tok)_[a-z0-9]+/g, "<id>"],
  [/\b[0-9a-f]{16}\.\d+\.\d+/g, "<decision>"],
];

function steady(text: string): string {
  return varying.reduce((rest, [pattern, name]) => rest.replace(pattern, name), text);
}

/** Returns where the output of an example is not what the page shows; an ellipsis in the page stands for anything. */
export function differences({ info, text }: Fence, output: string): string[] {
  if (info[0] === "json") return jsonDifferences(JSON.parse(steady(text)), JSON.parse(steady(output)), "answer");
  const lines = steady(output).trim().split("\n");
  const shown = steady(text).split("\n");
  const wrong = shown.filter((line, index) => !patternOf(line).test(lines[index]?.trimEnd() ?? ""));
  return lines.length === shown.length && wrong.length === 0 ? [] : [`shown:\n${text}\nprinted:\n${output}`];
}

function patternOf(line: string): RegExp {
  const parts = line.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}

/** Answers are shown in part: members that are not shown are not compared, and a last "…" leaves off the rest of a list. */
function jsonDifferences(shown: unknown, given: unknown, path: string): string[] {
  if (shown === "…") return given === undefined || given === null ? [`${path} is missing`] : [];
  if (Array.isArray(shown) && Array.isArray(given)) return listDifferences(shown, given, path);
  if (isObject(shown) && isObject(given)) {
    if (Object.keys(shown).length === 0 && Object.keys(given).length > 0) return [`${path} is not empty`];
    return Object.entries(shown).flatMap(([key, value]) => jsonDifferences(value, given[key], `${path}.${key}`));
  }
  return Object.is(shown, given) ? [] : [`${path} is ${JSON.stringify(given)}, shown is ${JSON.stringify(shown)}`];
}

function listDifferences(shown: readonly unknown[], given: readonly unknown[], path: string): string[] {
  const isCut = shown.at(-1) === "…";
  const entries = isCut ? shown.slice(0, -1) : shown;
  if (isCut ? given.length < entries.length : given.length !== entries.length)
    return [`${path} has ${given.length} entries, shown are ${entries.length}`];
  return entries.flatMap((entry, index) => jsonDifferences(entry, given[index], `${path}[${index}]`));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
