import { describe, expect, onTestFinished, test } from "vitest";
import { askVerification } from "#app/audit/ask-verification.server.ts";
import { endSilentVerifications, runNextVerification, serverStopped } from "#app/audit/run-verification.server.ts";
import { verifyChain } from "#app/audit/verify-chain.server.ts";
import { claimVerification, findVerification, listVerifications } from "#db/verifications.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { openToTampering } from "#test/support/open-to-tampering.ts";
import { addPeople } from "#test/support/people.ts";
import { later } from "#test/support/sign-in.ts";

async function begin(open: () => Promise<TestDatabase>) {
  const base = await open();
  onTestFinished(base.close);
  const { db, url, workspace } = base;
  const { auditor } = await addPeople(base);
  const ask = (upTo: number | null = null) =>
    askVerification(db, {
      workspaceId: workspace.id,
      upTo,
      userId: auditor.userId,
      actor: { kind: "user", id: auditor.userId },
      now: testStart,
    });
  const run = () =>
    runNextVerification({
      ...{ db, databaseUrl: url, now: () => later(testStart, 5) },
      signal: new AbortController().signal,
    });
  const shown = async (id: string) => findVerification(db, workspace.id, id);
  return { ...base, auditor, ask, run, shown };
}

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    test("an auditor has the log walked in a thread of its own, and the log says that they did", async () => {
      const { db, workspace, auditor, ask, run, shown } = await begin(open);
      const { id } = await ask();
      expect(await shown(id)).toMatchObject({ state: "queued", verdict: null });
      expect(await run()).toBe(id);
      const walked = await shown(id);
      expect(walked).toMatchObject({ state: "done", verdict: { ok: true, firstBreak: null, streamBreak: null } });
      expect(walked?.done).toBe(walked?.total);
      const said = await db
        .selectFrom("auditEvents")
        .select(["actorKind", "actorId", "data"])
        .where("type", "=", "audit.verified")
        .executeTakeFirstOrThrow();
      expect(said).toMatchObject({ actorKind: "user", actorId: auditor.userId });
      expect(JSON.parse(said.data)).toMatchObject({ ok: true, verificationId: id });
      expect((await verifyChain(db, workspace.id)).ok).toBe(true);
      expect(await run()).toBeNull();
    });

    test("a walk names the first row that does not follow, and the security contact is told", async () => {
      const { db, ask, run, shown, ...base } = await begin(open);
      const { id } = await ask();
      await openToTampering({ db, ...base }, "audit_events");
      await db.updateTable("auditEvents").set({ at: "2020-01-01T00:00:00.000Z" }).where("seq", "=", 4).execute();
      await run();
      expect(await shown(id)).toMatchObject({
        state: "done",
        verdict: { ok: false, upToSeq: 3, firstBreak: { seq: 4, reason: "altered" } },
      });
      const mails = await db.selectFrom("outbox").select(["template", "toAddress"]).execute();
      expect(mails).toContainEqual({ template: "audit_broken", toAddress: "security@acme.example" });
    });

    test("up to a row, what lies behind it is not asked about", async () => {
      const { db, ask, run, shown, ...base } = await begin(open);
      await openToTampering({ db, ...base }, "audit_events");
      await db.updateTable("auditEvents").set({ at: "2020-01-01T00:00:00.000Z" }).where("seq", "=", 6).execute();
      const { id } = await ask(5);
      await run();
      expect(await shown(id)).toMatchObject({ upTo: 5, verdict: { ok: true, upToSeq: 5, firstBreak: null } });
    });

    test("fifty who ask at once get one walk", async () => {
      const { db, workspace, ask, run } = await begin(open);
      const asked = await Promise.all(Array.from({ length: 50 }, () => ask()));
      expect(asked.filter(({ isNew }) => isNew)).toHaveLength(1);
      expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
      expect(await listVerifications(db, workspace.id, { limit: 9 })).toHaveLength(1);
      await run();
      expect((await ask()).isNew).toBe(true);
    });

    test("a walk whose server went away ends as failed, and another can be asked for", async () => {
      const { db, ask, shown } = await begin(open);
      const { id } = await ask();
      await claimVerification(db, testStart);
      await endSilentVerifications(db, later(testStart, 61));
      expect(await shown(id)).toMatchObject({ state: "failed", fault: serverStopped, verdict: null });
      expect((await ask()).isNew).toBe(true);
    });
  });
