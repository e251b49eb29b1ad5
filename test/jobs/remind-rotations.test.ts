import { describe, expect, onTestFinished, test } from "vitest";
import { attestRotation, recordRotation } from "#app/break-glass/rotate.server.ts";
import { addDays, addHours } from "#app/register/days.ts";
import { readChain } from "#db/audit-events.ts";
import { setDisabled } from "#db/users.ts";
import { remindRotations } from "#jobs/remind-rotations.ts";
import { remindSecretRotations } from "#jobs/remind-secret-rotations.ts";
import { activeException } from "#test/support/active-exception.ts";
import { withCustody } from "#test/support/break-glass.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople, type People } from "#test/support/people.ts";

/** 90 calendar days after the account was registered, in Berlin, without a change of clocks between. */
const due = addDays(testStart, 90);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const base = await open();
      onTestFinished(() => base.close());
      const people = await addPeople(base);
      const account = await withCustody(base, people, "north", { at: testStart });
      const { db, workspace } = base;
      const steps = async () =>
        (await readChain(db, workspace.id, { after: 0, limit: 500 }))
          .filter(({ type }) => type === "secret.rotation_reminded")
          .map(({ data }) => (JSON.parse(data) as { step: number }).step);
      const told = async (template: "rotation_due" | "rotation_due_after_use" | "rotation_overdue") =>
        (await db.selectFrom("outbox").select("toAddress").where("template", "=", template).execute())
          .map(({ toAddress }) => toAddress.split("@")[0])
          .sort();
      const run = (now: string, job = remindRotations) => job.run(jobContext(base), workspace, now);
      const as = (who: keyof People, now: string) => callerFor(base, people[who], now);
      return { ...base, people, account, steps, told, run, as };
    };

    test("custodians are told 14, 7 and 1 days before and when it is due, and those above them afterwards", async () => {
      const { run, steps, told } = await opened();
      for (let hours = -24 * 16; hours <= 24 * 32; hours += 12) await run(addHours(due, hours));
      expect(await steps()).toEqual([-14, -7, -1, 0, 1, 7, 30]);
      expect(await told("rotation_due")).toEqual(
        ["implementer", "requestor"].flatMap((who) => Array.from({ length: 4 }, () => who)),
      );
      expect(new Set(await told("rotation_overdue"))).toEqual(
        new Set(["admin", "boss", "implementer", "requestor", "security"]),
      );
    });

    test("after days without a run one message goes out, about the nearest step", async () => {
      const { run, steps, told } = await opened();
      await run(addDays(due, -0.5));
      await run(addDays(due, -0.4));
      expect(await steps()).toEqual([-1]);
      expect(await told("rotation_due")).toEqual(["implementer", "requestor"]);
      await run(addDays(due, 8));
      expect(await steps()).toEqual([-1, 7]);
    });

    test("a use is told at once, and again only when it is used after the next rotation", async () => {
      const { db, workspace, run, steps, told, account, as } = await opened();
      const usedAt = addDays(testStart, 5);
      const use = (at: string) =>
        db
          .insertInto("breakGlassUses")
          .values({
            ...{ workspaceId: workspace.id, id: `use ${at}`, userId: account, at, applicationId: "console", ip: null },
            ...{ methods: "password", reason: "MFA_SATISFIED", exceptionId: null },
          })
          .execute();
      await use(usedAt);
      await use(addHours(usedAt, 1));
      await run(addHours(usedAt, 1.1));
      await run(addHours(usedAt, 2));
      expect(await steps()).toEqual([0]);
      expect(await told("rotation_due_after_use")).toEqual(["implementer", "requestor"]);
      const now = addHours(usedAt, 3);
      const rotation = { kind: "user", id: account, cause: "use", outcome: "rotated", note: "" } as const;
      const rotationId = await recordRotation(db, {
        ...{ caller: await as("requestor", now), ...rotation, reference: "Seal 2", rotatedAt: now, now },
      });
      const caller = await as("implementer", now);
      await attestRotation(db, { caller, rotationId, attestation: "confirmed", note: "", now });
      await run(addDays(now, 2));
      expect(await steps()).toEqual([0]);
      await use(addDays(now, 3));
      await run(addDays(now, 3));
      expect(await steps()).toEqual([0, 0]);
    });

    test("nodes that run at once tell each person once", async () => {
      const { run, steps, told } = await opened();
      await Promise.all(Array.from({ length: 8 }, () => run(due)));
      expect(await steps()).toEqual([0]);
      expect(await told("rotation_due")).toEqual(["implementer", "requestor"]);
    });

    test("where no custodian could read it, those above them are told", async () => {
      const { db, workspace, people, run, told } = await opened();
      for (const who of [people.implementer, people.requestor])
        await setDisabled(db, workspace.id, who.userId, testStart);
      await run(due);
      expect(await told("rotation_due")).toEqual(["admin", "boss", "security"]);
    });

    test("nobody is told of an account that was retired", async () => {
      const { db, account, run, steps } = await opened();
      await db.updateTable("breakGlassAccounts").set({ retiredAt: testStart }).where("userId", "=", account).execute();
      await run(addDays(due, 3));
      expect(await steps()).toEqual([]);
    });

    test("the owner of an exception is told of the secret that it rests on, for as long as it is in force", async () => {
      const base = await opened();
      const { run, told, people } = base;
      const record = await activeException(base, people, { now: testStart, endsAt: addDays(testStart, 180) });
      const at = addDays(record.activatedAt ?? testStart, 91);
      await run(addDays(at, -20), remindSecretRotations);
      expect(await told("rotation_due")).toEqual([]);
      await run(addDays(at, -3), remindSecretRotations);
      expect(await told("rotation_due")).toEqual(["owner"]);
      await base.db.updateTable("exceptions").set({ state: "revoked" }).where("id", "=", record.id).execute();
      await run(addDays(at, 3), remindSecretRotations);
      expect(await told("rotation_overdue")).toEqual([]);
    });
  });
