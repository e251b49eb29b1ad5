import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { publishCheckpoint } from "#app/checkpoints/publish-checkpoint.server.ts";
import { verifyPack } from "#app/evidence/verify-pack.server.ts";
import { sealStreams } from "#app/signins/seal-streams.server.ts";
import { lastBatch, listStreams } from "#db/decision-streams.ts";
import { activeException } from "#test/support/active-exception.ts";
import { askDecider } from "#test/support/ask-decider.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { serviceToken } from "#test/support/decisions.ts";
import { plainSecrets } from "#test/support/job-context.ts";
import { packFile } from "#test/support/make-pack.ts";
import { addPeople } from "#test/support/people.ts";
import { later } from "#test/support/sign-in.ts";

const to = later(testStart, 7200);
const period = { from: later(testStart, 60), to, now: later(to, 60) };

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let file: string;
    beforeAll(async () => {
      base = await open();
      const { db, workspace } = base;
      const people = await addPeople(base);
      await activeException(base, people, { now: testStart });
      const { token } = await serviceToken(base);
      const subjectId = people.requestor.userName;
      const at = [1, 2, 90, 91, 92].map((minute) => ({ subjectId, at: later(testStart, minute * 60) }));
      await askDecider(base, token, at);
      const [stream = ""] = await listStreams(db, workspace.id);
      const head = await lastBatch(db, workspace.id, stream);
      if (!head) throw new Error("nothing was decided");
      await sealStreams(db, [head], later(testStart, 93 * 60));
      const world = { db, secrets: plainSecrets, publicUrl: "https://register.example" };
      const actor = { kind: "console", id: null } as const;
      await publishCheckpoint(world, { workspaceId: workspace.id, actor, now: later(testStart, 95 * 60) });
      file = await packFile(base, period);
    });
    afterAll(() => base.close());

    test("a pack as it was made is whole", async () => {
      const report = await verifyPack(file);
      expect(report).toMatchObject({ ok: true, fault: null, key: { isGiven: false } });
    });
  });
