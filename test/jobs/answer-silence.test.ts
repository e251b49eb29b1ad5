import { describe, expect, onTestFinished, test } from "vitest";
import { apply } from "#app/register/apply.server.ts";
import type { CommandInput } from "#app/register/command-schemas.ts";
import { addDays, addHours } from "#app/register/days.ts";
import type { Draft } from "#app/register/exception-schemas.ts";
import { readChain } from "#db/audit-events.ts";
import { findException } from "#db/exceptions.ts";
import { answerSilence } from "#jobs/answer-silence.ts";
import { activeException } from "#test/support/active-exception.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople, type Person } from "#test/support/people.ts";

type Carried<C> = C extends { command: string; version: number } ? Omit<C, "version"> : never;
type Said = Carried<CommandInput>;

/** By category: the first review after 90 days and a grace of 14; after 7 days and 3; after 30 days and 7. */
const legacy = { category: "legacy_or_service_account", endsAt: addDays(testStart, 170) } as const;
const enrolment = {
  category: "enrollment_constraint",
  details: { missing_item: "A key", arrives_on: "2026-11-20" },
  endsAt: addDays(testStart, 29),
} as const;
const breakGlass = {
  category: "break_glass",
  details: {
    ...{ first_custodian: "A", second_custodian: "B", storage_reference: "Safe 3" },
    ...{ last_rotation: "2026-10-20", last_drill: "2026-10-20" },
  },
  endsAt: addDays(testStart, 170),
} as const;

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async (over: Partial<Draft> = legacy) => {
      const database = await open();
      onTestFinished(() => database.close());
      const { db, workspace } = database;
      const people = await addPeople(database);
      const record = await activeException(database, people, { now: testStart, ...over });
      const due = record.nextReviewAt ?? "";
      const run = (now: string) => answerSilence.run(jobContext(database), workspace, now);
      const events = async () =>
        (await readChain(db, workspace.id, { after: 0, limit: 500 }))
          .filter(({ actorKind }) => actorKind === "job")
          .map(({ type }) => type.replace("exception.", ""));
      const mails = async () =>
        (
          await db
            .selectFrom("outbox")
            .select(["template", "toAddress"])
            .orderBy("createdAt")
            .orderBy("toAddress")
            .execute()
        )
          .filter(({ template }) => template.startsWith("review_"))
          .map(({ template, toAddress }) => `${template} ${toAddress}`);
      const now = async () => {
        const found = await findException(db, workspace.id, record.id);
        if (!found) throw new Error(`${record.id} is gone`);
        return found;
      };
      const give = async (who: Person, said: Said, at: string) => {
        const { version } = await now();
        const actor = { ...who, aal: 2, factorUsedAt: at } as const;
        const auditActor = { kind: "user", id: who.userId } as const;
        const input = { ...said, version } as CommandInput; // the version is the one just read
        return apply(db, { workspaceId: workspace.id, id: record.id, input, actor, auditActor, now: at });
      };
      return { ...database, people, record, due, run, events, mails, now, give };
    };
    const keep = { command: "review", outcome: "keep", comment: "Still needed" } as const;

    test("the owner is reminded when a review is due, warned half-way, and at the end it is put on hold", async () => {
      const { due, run, events, mails, now } = await opened();
      for (let day = -2; day < 30; day += 0.5) await run(addDays(due, day));
      expect(await events()).toEqual(["review_reminded", "review_warned", "review_unanswered", "suspended"]);
      expect(await mails()).toEqual(["review_due owner@acme.example", "review_warning owner@acme.example"]);
      const { state, suspension } = await now();
      expect([state, suspension?.cause, suspension?.by]).toEqual(["suspended", "silence", null]);
    });

    test("each step comes at its instant and not before", async () => {
      const { due, run } = await opened();
      expect(await run(addHours(due, -0.1))).toMatchObject({ reminded: 0 });
      expect(await run(due)).toMatchObject({ reminded: 1 });
      expect(await run(addHours(addDays(due, 7), -0.1))).toMatchObject({ warned: 0 });
      expect(await run(addDays(due, 7))).toMatchObject({ warned: 1 });
      expect(await run(addHours(addDays(due, 14), -0.1))).toMatchObject({ answered: 0 });
      expect(await run(addDays(due, 14))).toMatchObject({ answered: 1 });
    });

    test("an enrolment that nobody reviews is revoked at the end of its grace", async () => {
      const { due, run, now, events } = await opened(enrolment);
      for (const days of [0, 1.5, 3]) await run(addDays(due, days));
      expect((await now()).state).toBe("revoked");
      expect((await events()).slice(-2)).toEqual(["review_unanswered", "revoked"]);
    });

    test("a break-glass account stays in force, and the security contact hears of the silence", async () => {
      const { due, run, now, mails } = await opened(breakGlass);
      for (const days of [0, 3.5, 7, 8, 20]) await run(addDays(due, days));
      expect((await now()).state).toBe("active");
      expect(await mails()).toEqual([
        "review_due owner@acme.example",
        "review_warning owner@acme.example",
        "review_unanswered owner@acme.example",
        "review_unanswered security@acme.example",
      ]);
    });

    test("a server that was down for a month reminds first: nothing is revoked before the grace has run", async () => {
      const { due, run, now } = await opened(enrolment);
      const back = addDays(due, 15);
      for (let hour = 0; hour < 36; hour += 1) await run(addHours(back, hour));
      expect((await now()).state).toBe("active");
      for (let hour = 36; hour <= 72; hour += 1) await run(addHours(back, hour));
      expect((await now()).state).toBe("revoked");
    });

    test("a server that was down between reminder and end warns first, and leaves half of the grace", async () => {
      const { due, run, now } = await opened();
      await run(due);
      const back = addDays(due, 40);
      await run(back);
      await run(addHours(back, 1));
      expect((await now()).state).toBe("active");
      await run(addHours(addDays(back, 7), -1));
      expect((await now()).state).toBe("active");
      await run(addDays(back, 7));
      expect((await now()).state).toBe("suspended");
    });

    test("a review ends the matter, and the next one that nobody answers begins anew", async () => {
      const { due, run, people, give, events, now } = await opened(breakGlass);
      await run(due);
      await run(addDays(due, 3.5));
      await give(people.identity, keep, addDays(due, 5));
      await run(addDays(due, 7));
      expect(await events()).toEqual(["review_reminded", "review_warned"]);
      const next = (await now()).nextReviewAt ?? "";
      expect(next > addDays(due, 30)).toBe(true);
      await run(next);
      expect(await events()).toEqual(["review_reminded", "review_warned", "review_reminded"]);
    });

    test("an escalated review stays due, and silence about it has its consequence", async () => {
      const { due, run, people, give, now } = await opened();
      await run(due);
      await give(people.identity, { ...keep, outcome: "escalate" }, addDays(due, 1));
      await run(addDays(due, 7));
      await run(addDays(due, 14));
      expect((await now()).state).toBe("suspended");
    });

    test("what is on hold because of silence is reviewed before it is resumed", async () => {
      const { due, run, people, give, now } = await opened();
      for (const days of [0, 7, 14]) await run(addDays(due, days));
      const later = addDays(due, 15);
      const resume = { command: "resume", comment: "Reviewed" } as const;
      await expect(give(people.admin, resume, later)).rejects.toMatchObject({ status: 409, code: "review_first" });
      await give(people.identity, keep, later);
      await give(people.admin, resume, later);
      expect((await now()).state).toBe("active");
    });

    test("what is on hold already is not put on hold again", async () => {
      const { due, run, people, give, events } = await opened();
      await give(people.admin, { command: "suspend", comment: "Odd sign-ins" }, addDays(due, -1));
      for (const days of [0, 7, 14, 15]) await run(addDays(due, days));
      expect(await events()).toEqual(["review_reminded", "review_warned", "review_unanswered"]);
    });

    test("nodes that run at once take each step once", async () => {
      const { due, run, events, mails } = await opened();
      for (const days of [0, 7, 14]) await Promise.all([1, 2, 3, 4].map(() => run(addDays(due, days))));
      expect(await events()).toEqual(["review_reminded", "review_warned", "review_unanswered", "suspended"]);
      expect(await mails()).toHaveLength(2);
    });

    test("where no owner can read it, the security contact is told", async () => {
      const { db, people, due, run, mails } = await opened();
      await db.updateTable("users").set({ disabledAt: due }).where("id", "=", people.owner.userId).execute();
      await run(due);
      expect(await mails()).toEqual(["review_due security@acme.example"]);
    });

    test("what has ended is not reviewed any more", async () => {
      const { record, run } = await opened();
      expect(await run(record.endsAt)).toMatchObject({ reminded: 0 });
    });
  });
