import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeCheckpointSettings } from "#app/checkpoints/change-settings.server.ts";
import { renderMail } from "#app/mail/render-mail.ts";
import { listCheckpoints } from "#db/checkpoints.ts";
import { listDueMessages } from "#db/outbox.ts";
import { publishCheckpoints } from "#jobs/publish-checkpoints.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople } from "#test/support/people.ts";
import { later } from "#test/support/sign-in.ts";

/** Ten past midnight in Berlin. */
const firstNight = "2026-11-02T23:10:00.000Z";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    beforeAll(async () => {
      base = await open();
      const { admin } = await addPeople(base);
      const caller = await callerFor(base, admin, firstNight);
      const form = { published: "yes", addresses: ["auditor@elsewhere.example"] } as const;
      await changeCheckpointSettings(base.db, caller, {
        form: { ...form, addresses: [...form.addresses] },
        now: firstNight,
      });
    });
    afterAll(() => base.close());

    test("one checkpoint is signed for each calendar day of the workspace, however often it runs", async () => {
      const { db, workspace } = base;
      const run = (now: string) => publishCheckpoints.run(jobContext(base), workspace, now);
      expect(await run(firstNight)).toEqual({ signed: 1, failed: 0 });
      expect(await run(later(firstNight, 3600))).toEqual({ signed: 0, failed: 0 });
      expect(await run(later(firstNight, 86_400))).toEqual({ signed: 1, failed: 0 });
      expect(await listCheckpoints(db, workspace.id, { before: null, limit: 9 })).toHaveLength(2);
    });

    test("of two nodes that are due at once one signs", async () => {
      const { db, workspace } = base;
      const third = later(firstNight, 2 * 86_400);
      const one = () => publishCheckpoints.run(jobContext(base), workspace, third);
      const reports = await Promise.all([one(), one()]);
      expect(reports.map(({ failed }) => failed)).toEqual([0, 0]);
      expect(reports.map(({ signed }) => signed).sort()).toEqual([0, 1]);
      const kept = await listCheckpoints(db, workspace.id, { before: null, limit: 9 });
      expect(kept.filter(({ at }) => at === third)).toHaveLength(1);
    });

    test("each is mailed to who keeps them, with every line of the note as it was signed", async () => {
      const { db, workspace } = base;
      const [, first] = await listCheckpoints(db, workspace.id, { before: null, limit: 9 });
      const messages = await listDueMessages(db, workspace.id, later(firstNight, 86_400), 9);
      expect(messages).toHaveLength(2);
      const message = messages.find(({ data }) => data.size === String(first?.size));
      expect(message).toMatchObject({ toAddress: "auditor@elsewhere.example", toUserId: null });
      const setting = { publicUrl: "https://register.example", workspace: "Acme", name: null };
      const { text } = renderMail("checkpoint_published", message?.data ?? {}, setting);
      expect(text).toContain(`\n${first?.note}`);
    });
  });
