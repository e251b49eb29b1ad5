import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Choices } from "#app/mail/choices.ts";
import { fieldsOf } from "#app/mail/choices-fields.ts";
import { ChoicesForm, choicesIn } from "#app/mail/choices-form.ts";
import { rulesOfReaders } from "#app/mail/rules-of-readers.server.ts";
import { saveDefaultChoices, saveOwnChoices } from "#app/mail/save-choices.server.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, testStart as now, type TestDatabase } from "#test/support/databases.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";

const empty = { quiet: "", digestHour: "", timeZone: "" };
const read = (fields: Record<string, string>) => ChoicesForm.safeParse(choicesIn({ ...empty, ...fields }));

test("a form in which nothing is chosen leaves everything as it is one step above", () => {
  expect(read({})).toEqual({ success: true, data: { modes: {} } });
});

test("a form says what is chosen, midnight and the hour of midnight included", () => {
  const fields = { "modes.comments": "off", quiet: "own", quietFrom: "22:30", quietTo: "00:00", digestHour: "0" };
  expect(read({ ...fields, timeZone: " Asia/Kolkata " }).data).toEqual({
    modes: { comments: "off" },
    quiet: { from: "22:30", to: "00:00" },
    digestHour: 0,
    timeZone: "Asia/Kolkata",
  });
  // Hours that were left in their fields count only where they are chosen.
  expect(read({ quiet: "none", quietFrom: "22:00", quietTo: "07:00" }).data).toEqual({ modes: {}, quiet: "none" });
});

test.each([
  ["modes.requests", { "modes.requests": "off" }],
  ["modes.reviews", { "modes.reviews": "weekly" }],
  ["quiet", { quiet: "sometimes" }],
  ["quietFrom", { quiet: "own", quietTo: "07:00" }],
  ["quietTo", { quiet: "own", quietFrom: "07:00", quietTo: "07:00" }],
  ["quietTo", { quiet: "own", quietFrom: "07:00", quietTo: "24:00" }],
  ["digestHour", { digestHour: "24" }],
  ["digestHour", { digestHour: "8.5" }],
  ["timeZone", { timeZone: "Berlin" }],
])("a form is refused with the fault at its field: %s", (field, fields) => {
  expect(read(fields).error?.issues.map(({ path }) => path.join("."))).toContain(field);
});

test.each<Choices>([
  { modes: {} },
  { modes: { requests: "digest", comments: "at_once" }, quiet: "none", digestHour: 0 },
  { modes: {}, quiet: { from: "22:00", to: "07:00" }, digestHour: 23, timeZone: "Asia/Tokyo" },
])("a form shows what was saved, and saved as it is changes nothing", (choices) => {
  expect(read(fieldsOf(choices)).data).toEqual(choices);
});

test("what is not to be chosen cannot be smuggled into the form", () => {
  expect(read({ "modes.alarms": "off", "modes.account": "digest" }).data).toEqual({ modes: {} });
});

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let world: TestDatabase;
    let people: People;
    beforeAll(async () => {
      world = await open();
      people = await addPeople(world);
    });
    afterAll(() => world.close());
    const saving = async (who: keyof People, choices: Parameters<typeof saveOwnChoices>[1]["choices"]) => ({
      caller: await callerFor(world, people[who], now),
      choices,
      now,
    });

    test("an admin says how everybody is mailed, and whoever chose otherwise keeps their choice", async () => {
      for (const who of ["owner", "auditor", "identity"] as const)
        expect(await refusalOf(saveDefaultChoices(world.db, await saving(who, { modes: {} })))).toBe("not_admin");
      await saveDefaultChoices(world.db, await saving("admin", { modes: { reviews: "digest" }, digestHour: 6 }));
      await saveOwnChoices(world.db, await saving("owner", { modes: { reviews: "off" } }));
      await saveOwnChoices(world.db, await saving("owner", { modes: { reviews: "at_once" } }));
      const { owner, identity } = people;
      const rulesFor = await rulesOfReaders(world.db, world.workspace, [owner.userId, identity.userId]);
      expect(rulesFor(owner.userId)).toMatchObject({ modes: { reviews: "at_once" }, digestHour: 6 });
      expect(rulesFor(identity.userId)).toMatchObject({ modes: { reviews: "digest" }, timeZone: "Europe/Berlin" });
      const events = await world.db
        .selectFrom("auditEvents")
        .select(["type", "actorId"])
        .where("type", "like", "notifications.%")
        .orderBy("seq")
        .execute();
      expect(events).toEqual([
        { type: "notifications.defaults_changed", actorId: people.admin.userId },
        { type: "notifications.chosen", actorId: owner.userId },
        { type: "notifications.chosen", actorId: owner.userId },
      ]);
    });
  });
