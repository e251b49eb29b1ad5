import { execFile } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { type Page, readPage } from "#test/support/markdown.ts";
import { runCli } from "#test/support/run-cli.ts";

const pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...globSync("docs/**/*.md")].map(readPage);
const texts = pages.map(({ path }) => ({ path, text: readFileSync(path, "utf8") }));

function brokenLinks({ path, links }: Page): string[] {
  return links
    .filter(({ target }) => !/^https?:/.test(target) && !leadsSomewhere(path, target))
    .map(({ target, line }) => `${path}:${line} ${target}`);
}

function leadsSomewhere(from: string, target: string): boolean {
  const [file = "", anchor] = target.split("#");
  const linked = file === "" ? from : normalize(join(dirname(from), file));
  if (linked.startsWith("docs/images/")) return isPictured(linked);
  return existsSync(linked) && (anchor === undefined || readPage(linked).anchors.includes(anchor));
}

/** Pictures are made by a script, so a checkout without them is whole as long as the script makes them. */
function isPictured(path: string): boolean {
  const name = /([\w-]+)\.png$/.exec(path)?.[1];
  return existsSync(path) || readFileSync("scripts/screenshots.ts", "utf8").includes(`name: "${name}"`);
}

test("every link between the documents leads somewhere", () => {
  expect(pages.flatMap(brokenLinks)).toEqual([]);
});

test("every npm script that the documents name exists", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
  const named = texts.flatMap(({ path, text }) =>
    [...text.matchAll(/\bnpm (?:run ([\w:]+)|(start|test)\b)/g)].map(([, run, own]) => ({
      path,
      name: run ?? own ?? "",
    })),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(({ name }) => !(name in scripts))).toEqual([]);
});

/** The commands as they are typed: the words after `mfa-register` up to an argument. */
function commandsNamed(): string[] {
  const groups = new Set(["import", "jobs", "token", "user"]);
  const named = texts.flatMap(({ text }) => [...text.matchAll(/mfa-register ([a-z]+)(?: ([a-z-]+))?/g)]);
  return [
    ...new Set(named.map(([, command = "", inner = ""]) => (groups.has(command) ? `${command} ${inner}` : command))),
  ].toSorted();
}

test("every command that the documents name exists, and has the options that they give it", async () => {
  const named = commandsNamed();
  expect(named).toContain("verify");
  const help = await Promise.all(named.map((command) => runCli([...command.split(" "), "--help"], {})));
  const options = texts.flatMap(({ text }) =>
    [...text.replaceAll("\\\n", " ").matchAll(/mfa-register ([^`\n|]+)/g)].map(([, line = ""]) => line),
  );
  const wrong = named.flatMap((command, index) => {
    const { code, out } = help[index] ?? { code: null, out: "" };
    if (code !== 0 || !out.startsWith(`Usage: mfa-register ${command} `)) return [command];
    const used = options.filter((line) => line.startsWith(command)).flatMap((line) => line.match(/--[a-z-]+/g) ?? []);
    return [...new Set(used)].filter((option) => !out.includes(option)).map((option) => `${command} ${option}`);
  });
  expect(wrong).toEqual([]);
});

test("npx finds the command in this folder, as the documents write it", async () => {
  const { stdout } = await promisify(execFile)("npx", ["--no", "--", "mfa-register", "--help"]);
  expect(stdout).toMatch(/^Usage: mfa-register /);
});
