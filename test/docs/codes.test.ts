import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { accessRefusals } from "#app/access-requests/problems.ts";
import { tokenScopes } from "#app/auth/token-scopes.ts";
import { rotationRefusals } from "#app/break-glass/secret.ts";
import { checkRefusals } from "#app/controls/control-states.ts";
import { devicePostures, type ExceptionState, methodNames, protocols, reasons } from "#app/engine/types.ts";
import { draftCommands, draftRefusals } from "#app/policy/draft-commands.ts";
import { type BulkRefusal, bulkRefusalStatus, bulkRefusals } from "#app/register/bulk.ts";
import { commandSchemas } from "#app/register/command-schemas.ts";
import { commands, lifecycle, stateAfter } from "#app/register/lifecycle.ts";
import { ListParams } from "#app/register/list-params.ts";
import { type Refusal, refusalStatus, refusals } from "#app/register/refusals.ts";
import { scopeRefusals } from "#app/register/scope-rules.ts";
import { views } from "#app/register/views.ts";
import { SignInParams } from "#app/signins/sign-in-query.ts";
import { make } from "#test/support/make.ts";
import { codesIn, readPage, tableOf } from "#test/support/markdown.ts";

const api = readPage("docs/api.md");
const sources = globSync("{app,cli,db,jobs,server}/**/*.{ts,tsx}").map((path) => readFileSync(path, "utf8"));
const statuses = tableOf(api, "Code", "Status", "Meaning").map(([code = "", status = ""]) => ({
  code: codesIn(code).join(),
  status: status.split(", ").map(Number),
}));

/** Every code that the sources refuse with, and the statuses that they give it. */
function codesInSources(): Map<string, number[]> {
  const found = new Map<string, Set<number>>();
  const note = (code: string, status: number) => found.set(code, (found.get(code) ?? new Set()).add(status));
  for (const refusal of Object.keys(refusals) as Refusal[]) note(refusal, refusalStatus(refusal)); // its own keys
  for (const refusal of Object.keys(bulkRefusals) as BulkRefusal[]) note(refusal, bulkRefusalStatus(refusal)); // its own keys
  for (const [code, { status }] of Object.entries({
    ...draftRefusals,
    ...checkRefusals,
    ...accessRefusals,
    ...rotationRefusals,
  }))
    note(code, status);
  for (const [, code = ""] of readFileSync("app/register/extension-limits.ts", "utf8").matchAll(/code: "(\w+)"/g))
    note(code, 400);
  for (const source of sources)
    for (const [, status, code = ""] of source.matchAll(/\b(?:problem|Refused)\(\s*(\d{3}),\s*"(\w+)"/g))
      note(code, Number(status));
  return new Map([...found].map(([code, given]) => [code, [...given].toSorted()]));
}

test("the API page lists every code that a refusal can have, with its statuses, and no other", () => {
  const shown = statuses.map(({ code, status }): [string, number[]] => [code, status]);
  expect(Object.fromEntries(shown.toSorted())).toEqual(Object.fromEntries([...codesInSources()].toSorted()));
  expect(new Set(shown.map(([code]) => code)).size).toBe(shown.length);
});

test("the API page lists every gap of a draft and no other", () => {
  const source = ["readiness", "reach"].map((file) => readFileSync(`app/register/${file}.ts`, "utf8")).join();
  const written = [...source.matchAll(/code: "(\w+)"/g)].map(([, code = ""]) => code);
  const shown = tableOf(api, "Code", "Meaning").flatMap(([code = ""]) => codesIn(code));
  expect(shown.toSorted()).toEqual([...new Set([...written, ...Object.keys(scopeRefusals)])].toSorted());
});

test("the API page shows the lifecycle: each command, its states and what it carries", () => {
  const shown = tableOf(api, "Command", "From", "Leads to", "Carries beside `version`").map(
    ([command = "", from = "", to = "", carries = ""]) => [command, codesIn(from), to, carries.split(", ")],
  );
  const true_ = commands.map((command) => [
    `\`${command}\``,
    lifecycle[command].from,
    leadsTo(command),
    fieldsOf(command).toSorted((one, other) => Number(one.includes("comment")) - Number(other.includes("comment"))),
  ]);
  expect(shown).toEqual(true_);
});

/** A record in force stays as it is, and with anything else the table says where it goes. */
function leadsTo(command: (typeof commands)[number]): string {
  const isInForce = (state: ExceptionState) => state === "active" || state === "suspended";
  const record = (state: ExceptionState) => make.exception({ state });
  const { from } = lifecycle[command];
  const led = new Map(from.map((state) => [state, stateAfter(record(state), command)]));
  const stays = from.filter((state) => led.get(state) === state);
  const states = [...new Set(from.filter((state) => !stays.includes(state)).map((state) => `\`${led.get(state)}\``))];
  if (stays.length === 0) return states.join(", ");
  return stays.every(isInForce) && states.length > 0 ? `${states.join(", ")}; in force it stays so` : "stays";
}

function fieldsOf(command: (typeof commands)[number]): string[] {
  return Object.entries(commandSchemas[command].shape).map(([name, schema]) =>
    schema.safeParse(undefined).success ? `\`${name}\`?` : `\`${name}\``,
  );
}

test("the API page lists every command on a draft of the policy", () => {
  const shown = tableOf(api, "Command on a draft", "Whose", "What it does");
  expect(shown.flatMap(([command = ""]) => codesIn(command))).toEqual([...draftCommands]);
});

test("the API page lists every filter of the decisions", () => {
  const filters = tableOf(api, "Filter", "Values", "Without it").flatMap(([name = ""]) => codesIn(name));
  expect(filters.toSorted()).toEqual(Object.keys(SignInParams.shape).toSorted());
});

test("the API page lists every scope, list parameter and view", () => {
  expect(tableOf(api, "Scope", "Allows").flatMap(([scope = ""]) => codesIn(scope))).toEqual([...tokenScopes]);
  const parameters = tableOf(api, "Parameter", "Values", "Without it");
  expect(parameters.flatMap(([name = ""]) => codesIn(name)).toSorted()).toEqual(
    Object.keys(ListParams.shape).toSorted(),
  );
  expect(codesIn(parameters.find(([name]) => name === "`view`")?.[1] ?? "")).toEqual([...views]);
});

test("the API page lists what the evaluation endpoint understands", () => {
  const content = new Map(tableOf(api, "Member", "Content").map(([member = "", text = ""]) => [member, codesIn(text)]));
  expect(new Set(content.get("`context.device`"))).toEqual(new Set(devicePostures));
  expect(new Set(content.get("`context.protocol`"))).toEqual(new Set(protocols));
  const text = readFileSync(api.path, "utf8").replaceAll("\n", " ");
  expect(codesIn(/An entry of `completed_methods` has `method` \(([^)]+)\)/.exec(text)?.[1] ?? "")).toEqual([
    ...methodNames,
  ]);
});

test("every reason has a section of its own, and there is no other", () => {
  const page = readFileSync("docs/reasons.md", "utf8");
  expect([...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual([...reasons]);
  for (const section of page.split(/^## /m).slice(1)) expect(section).toContain("**Who fixes it:**");
});
