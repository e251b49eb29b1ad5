import { describe, expect, onTestFinished, test } from "vitest";
import { verifyChains } from "#jobs/verify-chain.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";
import { openToTampering } from "#test/support/open-to-tampering.ts";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    test("a whole chain is noted, and nobody is mailed", async () => {
      const { db, workspace, close } = await open();
      onTestFinished(close);
      expect(await verifyChains.run(jobContext({ db }), workspace, testStart)).toEqual({
        ok: true,
        upToSeq: 2,
        firstBreak: null,
        firstStreamBreak: null,
      });
      expect(await db.selectFrom("outbox").selectAll().execute()).toEqual([]);
    });

    test("a broken chain is noted, and the security contact is told which row does not follow", async () => {
      const database = await open();
      const { db, workspace, close } = database;
      onTestFinished(close);
      await openToTampering(database, "audit_events");
      await db.updateTable("auditEvents").set({ at: "2020-01-01T00:00:00.000Z" }).where("seq", "=", 2).execute();
      expect(await verifyChains.run(jobContext({ db }), workspace, testStart)).toEqual({
        ok: false,
        upToSeq: 1,
        firstBreak: 2,
        firstStreamBreak: null,
      });
      const [mail] = await db.selectFrom("outbox").select(["template", "toAddress", "data"]).execute();
      expect(mail).toMatchObject({ template: "audit_broken", toAddress: "security@acme.example" });
      expect(JSON.parse(mail?.data ?? "")).toMatchObject({
        where: "row 2",
        reason: "what it says does not match its hash",
      });
      const noted = await db
        .selectFrom("auditEvents")
        .select("data")
        .where("type", "=", "audit.verified")
        .executeTakeFirstOrThrow();
      expect(JSON.parse(noted.data)).toEqual({ upToSeq: 1, ok: false, firstBreak: 2, firstStreamBreak: null });
    });
  });
