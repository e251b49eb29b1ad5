import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { custodyWorkOf } from "#app/break-glass/custody-work.server.ts";
import { recordRotation } from "#app/break-glass/rotate.server.ts";
import { addDays, addHours } from "#app/register/days.ts";
import { withCustody } from "#test/support/break-glass.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { addPeople, type People } from "#test/support/people.ts";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    let account: string;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      account = await withCustody(base, people, "glass-north", { at: testStart });
    });
    afterAll(() => base.close());

    const late = addDays(testStart, 91);
    const workOf = async (who: keyof People, at = late) =>
      (await custodyWorkOf(base.db, await callerFor(base, people[who], at), at)).map(({ title, about }) => [
        title,
        about,
      ]);

    test("a secret that is due waits for both custodians, and for nobody else", async () => {
      expect(await workOf("requestor")).toContainEqual(["Replace the secret", "glass-north"]);
      expect(await workOf("implementer")).toContainEqual(["Replace the secret", "glass-north"]);
      expect(await workOf("auditor")).toEqual([]);
      expect(await workOf("identity")).toEqual([]);
    });

    test("once one custodian has replaced it, it waits for the other to attest it", async () => {
      const caller = await callerFor(base, people.requestor, late);
      const content = { cause: "interval", outcome: "rotated", reference: "Seal 0418", note: "" } as const;
      const rotatedAt = addHours(late, -1);
      await recordRotation(base.db, { caller, kind: "user", id: account, ...content, rotatedAt, now: late });
      const titles = async (who: keyof People) => (await workOf(who)).map(([title]) => title);
      expect(await titles("requestor")).not.toContain("Attest that the secret was replaced");
      expect(await titles("requestor")).not.toContain("Replace the secret");
      expect(await titles("implementer")).toContain("Attest that the secret was replaced");
    });

    test("a drill that was missed waits for the custodians", async () => {
      expect(await workOf("implementer", addDays(testStart, 200))).toContainEqual(["Hold a drill", "glass-north"]);
    });
  });
