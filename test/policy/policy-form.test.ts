import { expect, test } from "vitest";
import { contentOf } from "#app/policy/policy-content.ts";
import { contentOfForm, type PolicyTyped, readPolicyForm, typedOf } from "#app/policy/policy-form.ts";
import { make } from "#test/support/make-engine.ts";

const content = contentOf(
  make.policy({
    graceHours: 336,
    rules: [
      {
        id: "finance",
        target: { kind: "group", id: "finance" },
        dial: "required",
        factorSet: "phishing_resistant",
        challengeFrequency: "every_sign_in",
      },
    ],
    floors: [{ id: "boss", target: { kind: "user", id: "usr_1" }, dial: "required" }],
  }),
);

/** What a browser sends of a form that holds this. */
function sent(typed: ReturnType<typeof typedOf>, more: Record<string, string> = {}): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...typed, basedOn: "4", reason: " Because ", ...more })) {
    if (typeof value === "string") form.set(name, value);
    else if (value === true) form.set(name, "on");
    else if (Array.isArray(value))
      for (const row of value) for (const [column, cell] of Object.entries(row)) form.append(`${name}.${column}`, cell);
  }
  return form;
}

const read = (over: Partial<PolicyTyped>) =>
  contentOfForm({ ...readPolicyForm(sent(typedOf(content))).typed, ...over });

test("a policy comes back from the form as it went in", () => {
  const { typed } = readPolicyForm(sent(typedOf(content)));
  expect(typed).toMatchObject({ basedOn: "4", reason: "Because", grace: "14", graceUnit: "days" });
  expect(contentOfForm(typed)).toEqual({ ok: true, content });
});

test("people are shown by their names, and hours that are no whole days as hours", () => {
  expect(typedOf(content, { usr_1: "boss@acme.example" }).floors[0]?.target).toBe("boss@acme.example");
  expect(typedOf({ ...content, graceHours: 25 })).toMatchObject({ grace: "25", graceUnit: "hours" });
});

test.each([
  ["0", "hours", 0],
  ["720", "hours", 720],
  ["30", "days", 720],
  ["0.5", "days", 12],
])("a grace of %s %s is %i hours", (grace, graceUnit, graceHours) => {
  expect(read({ grace, graceUnit: graceUnit as "days" })).toMatchObject({ content: { graceHours } });
});

test.each(["721", "-1", "", "1e2", "two", "0.51"])("a grace of %s hours is refused at its field", (grace) => {
  expect(read({ grace, graceUnit: "hours" })).toMatchObject({ ok: false, errors: { grace: expect.any(String) } });
});

test("rows are added and removed by buttons, and a row without a name says so", () => {
  const press = (intent: string) => readPolicyForm(sent(typedOf(content), { intent })).typed;
  expect(press("add:rules:").rules.map(({ id }) => id)).toEqual(["finance", "rule-1"]);
  expect(press("add:floors:").floors).toHaveLength(2);
  expect(press("remove:rules:finance").rules).toEqual([]);
  expect(press("remove:rules:other").rules).toHaveLength(1);
  expect(contentOfForm(press("add:rules:"))).toEqual({
    ok: false,
    errors: { "rules.1.target": "Name whom or what it is about" },
  });
});

test("a form that somebody made up is refused, not believed", () => {
  const { typed } = readPolicyForm(new FormData());
  expect(Object.keys((contentOfForm(typed) as { errors: object }).errors).toSorted()).toEqual([
    "challengeFrequency",
    "dial",
    "enrollmentTiming",
    "factorSet",
    "grace",
  ]);
});
