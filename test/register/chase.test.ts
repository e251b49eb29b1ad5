import { expect, test } from "vitest";
import { dueChase } from "#app/register/chase.ts";
import { addDays, addHours } from "#app/register/days.ts";
import { decisionDefaults } from "#app/register/decision-settings.ts";
import { waitingSince } from "#app/register/waiting-since.ts";
import { make, noon } from "#test/support/make.ts";

const assessed = make.exception({ state: "assessed", rating: "high", waitingSince: noon });
const due = (days: number, made: Parameters<typeof dueChase>[1] = []) =>
  dueChase(assessed, made, decisionDefaults, addDays(noon, days));

const reminder = (number: number) => ({ kind: "reminder", number }) as const;
const escalation = { kind: "escalation", number: 0 } as const;

test("nothing is due before the first reminder is", () => {
  expect(due(1.99)).toBeNull();
  expect(due(2)).toMatchObject({ reminder: 1, escalates: false, lapses: false });
});

test("a reminder that was sent is not due again, the next one is", () => {
  expect(due(3.9, [reminder(1)])).toBeNull();
  expect(due(4, [reminder(1)])).toMatchObject({ reminder: 2 });
});

test("after a pause one reminder is due, not each that was missed", () => {
  expect(due(4.5)).toMatchObject({ reminder: 2, escalates: false });
});

test("others are told once", () => {
  expect(due(5, [reminder(1), reminder(2)])).toMatchObject({ reminder: null, escalates: true });
  expect(due(5.5, [reminder(1), reminder(2), escalation])).toBeNull();
});

test("at the end it lapses, whatever was said before", () => {
  expect(due(13.99, [reminder(6), escalation])).toBeNull();
  expect(due(14)).toMatchObject({ lapses: true });
});

test("an emergency is chased by the hour, escalated half-way, and never lapses", () => {
  const emergency = make.emergency({ grantedAt: noon });
  const record = make.exception({ state: "active", emergency, waitingSince: noon });
  const at = (hours: number, made: Parameters<typeof dueChase>[1] = []) =>
    dueChase(record, made, decisionDefaults, addHours(noon, hours));
  expect(at(0.9)).toBeNull();
  expect(at(1)).toMatchObject({ reminder: 1, escalates: false });
  expect(at(12, [reminder(11)])).toMatchObject({ reminder: 12, escalates: true });
  expect(at(24 * 30, [reminder(11), escalation])).toMatchObject({ lapses: false });
});

test("what waits for nobody is not chased", () => {
  for (const state of ["draft", "changes_requested", "approved", "active", "revoked", "closed"] as const)
    expect(dueChase({ ...assessed, state }, [], decisionDefaults, addDays(noon, 400))).toBeNull();
});

test("a wait begins anew with another kind of wait or other content, and not with one approval of several", () => {
  const later = addDays(noon, 1);
  const submitted = make.exception({ state: "submitted", waitingSince: noon });
  const rated = { ...submitted, state: "assessed" as const };
  expect(waitingSince(submitted, rated, later)).toBe(later);
  expect(waitingSince(assessed, { ...assessed, version: 9 }, later)).toBe(noon);
  expect(waitingSince(submitted, { ...submitted, contentHash: "d".repeat(64) }, later)).toBe(later);
  expect(waitingSince(assessed, { ...assessed, state: "approved" }, later)).toBeNull();
  const inForce = make.exception({ state: "active" });
  expect(waitingSince(inForce, { ...inForce, extension: make.extension() }, later)).toBe(later);
  const granted = { ...inForce, emergency: make.emergency(), waitingSince: noon };
  expect(waitingSince(granted, { ...granted, contentHash: "d".repeat(64) }, later)).toBe(noon);
});
