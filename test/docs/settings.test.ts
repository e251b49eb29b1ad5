import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Env, readEnv } from "#app/env.server.ts";
import { roleLabels } from "#app/register/roles.ts";
import { cast } from "#db/demo/cast.ts";
import { jobs } from "#jobs/list.ts";
import { codesIn, readPage, tableOf } from "#test/support/markdown.ts";

const operations = readPage("docs/operations.md");
const names = [...readFileSync("app/env.server.ts", "utf8").matchAll(/^ {2}([A-Z0-9_]+): (?:z|url|port|list)\b/gm)].map(
  ([, name = ""]) => name as keyof Env, // cast: the schema's own keys
);
const defaults = readEnv({});

/** A default as it is written; null for what has none. */
function defaultOf(name: keyof Env): string | null {
  const value = defaults[name];
  return value === undefined || `${value}` === "" ? null : `${value}`;
}

test("the operations page has every variable with its default, and no other", () => {
  const shown = tableOf(operations, "Variable", "Default", "What").map(([name = "", value = ""]) => [
    codesIn(name).join(),
    codesIn(value)[0] ?? null,
  ]);
  expect(names.length).toBeGreaterThan(5);
  expect(new Map(shown as [string, string | null][])).toEqual(new Map(names.map((name) => [name, defaultOf(name)])));
});

test(".env.example has every variable and no other, and shows the default of those that have one", () => {
  const example = readFileSync(".env.example", "utf8");
  const lines = [...example.matchAll(/^#([A-Z0-9_]+)=(.*)$/gm)].map(([, name = "", value = ""]) => ({ name, value }));
  expect([...new Set(lines.map(({ name }) => name))].toSorted()).toEqual(names.toSorted());
  const wrong = names.filter((name) => {
    const expected = name === "PUBLIC_URL" ? null : defaultOf(name);
    return expected !== null && lines.find((line) => line.name === name)?.value !== expected;
  });
  expect(wrong).toEqual([]);
});

test("the operations page has every job and when it runs", () => {
  const shown = tableOf(operations, "Job", "When", "What").map((cells) => cells.slice(0, 2).flatMap(codesIn));
  expect(shown.toSorted()).toEqual(jobs.map(({ name, cron }) => [name, cron]).toSorted());
});

test("the README has a demo person for every role, and for requesting", () => {
  const shown = tableOf(readPage("README.md"), "Role", "Person", "Try").map(([role = "", person = ""]) => [
    role,
    person,
  ]);
  const labels = [...Object.values(roleLabels), "Requestor"];
  expect(shown.map(([role]) => role).toSorted()).toEqual(labels.toSorted());
  const people = Object.values(cast).map((member) => {
    const [role] = "roles" in member ? member.roles : [];
    return `${role === undefined ? "Requestor" : roleLabels[role]}: ${member.name}`;
  });
  expect(shown.filter(([role, person]) => !people.includes(`${role}: ${person}`))).toEqual([]);
});
