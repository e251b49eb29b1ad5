import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "#app/auth/caller.server.ts";
import { verifyPack } from "#app/evidence/verify-pack.server.ts";
import { fileOf } from "#app/exports/export-files.server.ts";
import { rotateKey } from "#app/signing/rotate-key.server.ts";
import { noteKeyOf } from "#app/signing/workspace-key.server.ts";
import { findCurrentKey } from "#db/signing-keys.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { type ExportBench, exportBench } from "#test/support/exports.ts";
import { plainSecrets } from "#test/support/job-context.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";

const now = "2026-11-20T09:00:00.000Z";
const wanted = { kind: "evidence_pack", format: "zip", params: { from: testStart, to: now } } as const;

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    let bench: ExportBench;
    let auditor: Caller;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      bench = exportBench(base, now);
      auditor = await callerFor(base, people.auditor, now);
    });
    afterAll(async () => {
      bench.close();
      await base.close();
    });

    const make = async () => {
      const id = await bench.request(auditor, wanted);
      expect(await bench.makeNext()).toBe(id);
      const made = await bench.read(id);
      expect(made).toMatchObject({ state: "done", fault: null });
      return fileOf(bench.folder, { workspaceId: base.workspace.id, id });
    };

    test("an auditor gets a pack of a workspace that has never signed anything, and it verifies", async () => {
      const report = await verifyPack(await make());
      expect(report).toMatchObject({ ok: true, manifest: { made_by: "auditor@acme.example" } });
    });

    test("a pack from before another key was put in place verifies by the key of then, and not by that of now", async () => {
      const { db, workspace } = base;
      const file = await make();
      const before = await findCurrentKey(db, workspace.id);
      if (!before) throw new Error("there is no key");
      const { actor: by, auditActor: actor } = await callerFor(base, people.boss, now);
      const rotation = { workspaceId: workspace.id, keyId: before.id, by, actor, now };
      await rotateKey({ db, secrets: plainSecrets, publicUrl: "https://register.example" }, rotation);
      const after = await findCurrentKey(db, workspace.id);
      if (!after) throw new Error("there is no key");
      expect(await verifyPack(file, noteKeyOf(before))).toMatchObject({ ok: true });
      expect(await verifyPack(file, noteKeyOf(after))).toMatchObject({ ok: false, fault: { code: "wrong_key" } });
    });

    test("whoever has no part in oversight gets none", async () => {
      for (const who of ["requestor", "implementer", "risk"] as const) {
        const caller = await callerFor(base, people[who], now);
        expect(await refusalOf(bench.request(caller, wanted))).toBe("not_for_you");
      }
    });
  });
