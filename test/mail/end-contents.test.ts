import { expect, test } from "vitest";
import { contentOf } from "#app/mail/content-of.ts";
import type { Template } from "#app/mail/templates.ts";
import type { Exception } from "#app/register/exception.ts";
import { laterEnd } from "#app/register/later-end.ts";
import { makeCategory } from "#test/support/categories.ts";
import { make } from "#test/support/make.ts";

const rules = makeCategory("legacy_or_service_account", { mostExtensions: 1, lifetimeDays: null });

/** What the message says of an exception in some state of affairs. */
function leadOf(template: Template, over: Partial<Exception>): string {
  const record = make.exception(over);
  const data = { ...{ id: record.id, title: record.title, endsAt: record.endsAt }, laterEnd: laterEnd(record, rules) };
  return contentOf(template, data, { publicUrl: "" }).lead;
}

const standings: [what: string, over: Partial<Exception>, said: RegExp][] = [
  ["could be extended", {}, /ask for a later end before/],
  ["waits for a later end", { extension: make.extension() }, /asked for; until everyone needed has agreed/],
  ["has been extended as often as may be", { extensionCount: 1 }, /allows no later one any more.*file a new one/],
  ["waits to be ratified", { emergency: make.emergency() }, /goes on only if everyone who was skipped ratifies it/],
];

test.each(standings)("the warning of an end says what helps where the exception %s", (_what, over, said) => {
  expect(leadOf("exception_expiring", over)).toMatch(said);
});

test("the message that an exception has ended says whether a later end was asked for and not decided about", () => {
  expect(leadOf("exception_expired", { extension: make.extension() })).toMatch(/nobody had decided about it in time/);
  expect(leadOf("exception_expired", {})).not.toMatch(/later end/);
});

test("what an earlier version queued still reads as a message", () => {
  const data = { id: "EXC-2026-0042", title: "Scanner", endsAt: "2026-11-30T09:00:00.000Z" };
  expect(contentOf("extension_decided", data, { publicUrl: "" }).lead).toMatch(/was decided about/);
  expect(contentOf("exception_expiring", data, { publicUrl: "" }).lead).toMatch(/ask for a later end before/);
});
