import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { appendFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "#app/auth/caller.server.ts";
import { cancelExport, recordMade, resumeExport } from "#app/exports/end-export.server.ts";
import { clearExportFiles, fileOf, partialOf } from "#app/exports/export-files.server.ts";
import type { FileProgress } from "#app/exports/make-file.server.ts";
import { takeOverExports } from "#app/exports/run-export.server.ts";
import { readChain } from "#db/audit-events.ts";
import { insertException } from "#db/exceptions.ts";
import { claimExport, noteExportProgress, requeueExport } from "#db/export-work.ts";
import { replaceRoles } from "#db/users.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import type { UntilKilled } from "#test/support/export-until-killed.ts";
import { type ExportBench, exportBench } from "#test/support/exports.ts";
import { make } from "#test/support/make.ts";
import { addPeople, type People } from "#test/support/people.ts";

const now = "2026-11-20T09:00:00.000Z";
const soon = "2026-11-20T09:01:00.000Z";
const many = 1200;

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
      await base.db.transaction().execute(async (tx) => {
        for (let number = 1; number <= many; number++) {
          const record = make.exception({
            workspaceId: base.workspace.id,
            id: `EXC-2026-${String(number).padStart(4, "0")}`,
            title: `Mailbox ${number}`,
            ownerId: people.owner.userId,
            requestorId: people.requestor.userId,
            state: number % 2 ? "closed" : "draft",
          });
          await insertException(tx, record, null);
        }
      });
    });
    afterAll(async () => {
      bench.close();
      await base.close();
    });

    const key = (id: string) => ({ workspaceId: base.workspace.id, id });
    const eventsOf = async (id: string) => {
      const rows = await readChain(base.db, base.workspace.id, { after: 0, limit: 10_000 });
      return rows.filter(({ subjectId }) => subjectId === id);
    };
    const typesOf = async (id: string) => (await eventsOf(id)).map(({ type }) => type);
    const idsIn = (text: string) => (parse(text, { bom: true, columns: true }) as { id: string }[]).map(({ id }) => id);

    test("every record comes out once, closed ones included, and the log says what was given out", async () => {
      const id = await bench.request(auditor);
      expect(await bench.read(id)).toMatchObject({ state: "queued", attempt: 0, done: 0 });
      expect(await bench.makeNext()).toBe(id);
      const made = await bench.read(id);
      const text = bench.fileText(id);
      const sha256 = createHash("sha256").update(text).digest("hex");
      expect(made).toMatchObject({ state: "done", done: many, total: many, rowCount: many, sha256, fault: null });
      expect(made).toMatchObject({ bytes: Buffer.byteLength(text), expiresAt: "2026-11-27T09:00:00.000Z" });
      expect(new Set(idsIn(text)).size).toBe(many);
      const [requested, audited] = await eventsOf(id);
      expect(requested).toMatchObject({ type: "export.requested", actorId: people.auditor.userId });
      expect(audited).toMatchObject({ type: "export.made", actorKind: "user", actorId: people.auditor.userId });
      const selection = { kind: "register", format: "csv", query: "", asOf: null, params: {} };
      const given = { rows: many, bytes: made.bytes, sha256, requestedBy: people.auditor.userId };
      expect(JSON.parse(audited?.data ?? "")).toEqual({ ...selection, ...given });
      expect(await bench.makeNext()).toBeNull();
    });

    test("nobody else on the machine can read the file, and no part of it is left beside it", async () => {
      const id = await bench.request(auditor);
      await bench.makeNext();
      expect(statSync(bench.folder).mode & 0o777).toBe(0o700);
      expect(statSync(fileOf(bench.folder, key(id))).mode & 0o777).toBe(0o600);
      expect(readdirSync(join(bench.folder, base.workspace.id)).filter((file) => file.includes("partial"))).toEqual([]);
    });

    test("exactly what the filters find comes out, or exactly the records that were chosen", async () => {
      const filtered = await bench.request(auditor, { query: "q=mailbox+1199" });
      const chosen = await bench.request(auditor, { query: "ids=EXC-2026-0003,EXC-2026-0001" });
      await bench.makeNext();
      await bench.makeNext();
      expect(idsIn(bench.fileText(filtered))).toEqual(["EXC-2026-1199"]);
      expect(idsIn(bench.fileText(chosen)).toSorted()).toEqual(["EXC-2026-0001", "EXC-2026-0003"]);
    });

    test("somebody without a role takes their own records and no others", async () => {
      const outsider = await callerFor(base, { ...people.boss, roles: [] }, now);
      await replaceRoles(base.db, base.workspace.id, people.boss.userId, [], now);
      const id = await bench.request(outsider);
      await bench.makeNext();
      await replaceRoles(base.db, base.workspace.id, people.boss.userId, ["owner"], now);
      expect(await bench.read(id)).toMatchObject({ state: "done", rowCount: 0, roles: [] });
    });

    test("what goes on after a kill -9 equals what was never stopped: no row is missing, none comes twice", async () => {
      const whole = await bench.request(auditor);
      await bench.makeNext();
      const id = await bench.request(auditor);
      const claimed = await claimExport(base.db, now);
      if (!claimed) throw new Error("nothing was claimed");
      const attempt = { ...key(id), attempt: claimed.attempt };
      const given = { databaseUrl: base.url, folder: bench.folder, attempt, viewerId: auditor.user.id, now };
      const noted = await killedAfterFirstPlace(given);
      await noteExportProgress(base.db, claimed, noted, now);
      // What was written after the last noted place is written anew.
      appendFileSync(partialOf(bench.folder, claimed, 1), "half a li");
      expect((await bench.read(id)).place).toMatchObject({ attempt: 1, done: noted.done });
      expect(noted.done).toBeLessThan(many);
      await takeOverExports(base.db, soon);
      expect(await bench.makeNext()).toBe(id);
      expect(await bench.read(id)).toMatchObject({ state: "done", attempt: 2, rowCount: many, done: many });
      expect(bench.fileText(id)).toBe(bench.fileText(whole));
      expect((await bench.read(id)).sha256).toBe((await bench.read(whole)).sha256);
    });

    test("what was noted and is not what stands in the file is made anew", async () => {
      const id = await bench.request(auditor, { query: "q=mailbox+7" });
      const claimed = await claimExport(base.db, now);
      if (!claimed) throw new Error("nothing was claimed");
      const place = { cursor: "{}", attempt: 1, bytes: 12, done: 3, sha256: "0".repeat(64) };
      await noteExportProgress(base.db, claimed, { done: 3, total: null, place }, now);
      await requeueExport(base.db, claimed);
      await bench.makeNext();
      const { rowCount } = await bench.read(id);
      expect(rowCount).toBe(idsIn(bench.fileText(id)).length);
    });

    test("a server that stops lets it wait; one that went away without a word is replaced, but not for ever", async () => {
      const id = await bench.request(auditor);
      await bench.makeNext({ signal: AbortSignal.abort() });
      expect(await bench.read(id)).toMatchObject({ state: "queued", attempt: 1 });
      for (let time = 0; time < 5; time++) {
        await claimExport(base.db, now);
        await takeOverExports(base.db, now);
        expect((await bench.read(id)).state).toBe("running");
        await takeOverExports(base.db, soon);
        expect((await bench.read(id)).state).toBe("queued");
      }
      await claimExport(base.db, now);
      await takeOverExports(base.db, soon);
      expect(await bench.read(id)).toMatchObject({
        state: "failed",
        fault: expect.stringMatching(/stopped each time/),
      });
      expect(await typesOf(id)).toEqual(["export.requested", "export.failed"]);
      await resumeExport(base.db, key(id), auditor, soon);
      await expect(resumeExport(base.db, key(id), auditor, soon)).rejects.toMatchObject({ status: 409 });
      expect(await bench.makeNext()).toBe(id);
      expect((await bench.read(id)).state).toBe("done");
    });

    test("of many that look for work, one gets it; what an attempt says that was replaced is not heard", async () => {
      const id = await bench.request(auditor);
      const claims = await Promise.all(Array.from({ length: 50 }, () => claimExport(base.db, now)));
      const claimed = claims.filter((claim) => claim !== undefined);
      expect(claimed.map((claim) => claim.id)).toEqual([id]);
      const [first] = claimed;
      if (!first) throw new Error("nothing was claimed");
      await takeOverExports(base.db, soon);
      const second = await claimExport(base.db, soon);
      expect(second?.attempt).toBe(2);
      const progress = { done: 1, total: null, place: null };
      expect(await noteExportProgress(base.db, first, progress, soon)).toBe(false);
      const made = { rows: 0, bytes: 0, sha256: "0".repeat(64) };
      expect(await recordMade(base.db, first, made, soon)).toBe(false);
      expect(await noteExportProgress(base.db, second ?? first, progress, soon)).toBe(true);
      await cancelExport(base.db, key(id), auditor, soon);
    });

    test("cancelled while it is being finished, it is either done or cancelled", async () => {
      for (let round = 0; round < 10; round++) {
        const id = await bench.request(auditor, { query: "q=mailbox+7" });
        const claimed = await claimExport(base.db, now);
        if (!claimed) throw new Error("nothing was claimed");
        const made = { rows: 1, bytes: 1, sha256: "0".repeat(64) };
        const [isDone, isCancelled] = await Promise.all([
          recordMade(base.db, claimed, made, now),
          cancelExport(base.db, key(id), auditor, now),
        ]);
        expect([isDone, isCancelled].filter(Boolean)).toHaveLength(1);
        expect((await bench.read(id)).state).toBe(isDone ? "done" : "cancelled");
        expect(await typesOf(id)).toEqual(["export.requested", isDone ? "export.made" : "export.cancelled"]);
      }
    });

    test("cancelled while it is being made, it leaves no file", async () => {
      const id = await bench.request(auditor);
      const making = bench.makeNext();
      while ((await bench.read(id)).state !== "running");
      expect(await cancelExport(base.db, key(id), auditor, now)).toBe(true);
      expect(await cancelExport(base.db, key(id), auditor, now)).toBe(false);
      await making;
      expect(await bench.read(id)).toMatchObject({ state: "cancelled", sha256: null });
      expect(() => statSync(fileOf(bench.folder, key(id)))).toThrow();
    });

    test("a file is kept for as long as it is said, and not longer", async () => {
      const id = await bench.request(auditor, { query: "q=mailbox+7" });
      await bench.makeNext();
      const path = fileOf(bench.folder, key(id));
      const { expiresAt } = await bench.read(id);
      const justBefore = new Date(Date.parse(expiresAt) - 1).toISOString();
      await clearExportFiles(base.db, bench.folder, justBefore);
      expect(statSync(path).size).toBeGreaterThan(0);
      await clearExportFiles(base.db, bench.folder, expiresAt);
      expect(() => statSync(path)).toThrow();
    });

    test("whoever lost the role for it before it was made does not get it", async () => {
      const admin = await callerFor(base, people.admin, now);
      const id = await bench.request(admin, { kind: "audit", format: "jsonl" });
      await replaceRoles(base.db, base.workspace.id, people.admin.userId, [], now);
      await bench.makeNext();
      await replaceRoles(base.db, base.workspace.id, people.admin.userId, ["admin"], now);
      expect(await bench.read(id)).toMatchObject({ state: "failed", sha256: null });
    });

    test("five wait for a person and not a sixth, however many are asked for at once", async () => {
      const owner = await callerFor(base, people.owner, testStart);
      const asked = await Promise.allSettled(Array.from({ length: 50 }, () => bench.request(owner)));
      expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
      const refused = asked.find(({ status }) => status === "rejected");
      expect(refused).toMatchObject({ reason: { status: 429, code: "too_many_exports" } });
      await bench.request(auditor);
    });

    test.each([
      ["the audit log without a role", "requestor", { kind: "audit" }, 403, "not_for_you"],
      ["sign-ins as an approver", "risk", { kind: "decisions" }, 403, "not_for_you"],
      ["a format that it is not made as", "auditor", { format: "zip" }, 400, "unknown_format"],
      ["the past of what has none", "auditor", { kind: "audit", asOf: testStart }, 400, "no_past"],
      ["the future", "auditor", { asOf: "2027-01-01T00:00:00.000Z" }, 400, "as_of_future"],
      ["filters that nobody understands", "auditor", { query: "state=none" }, 400, "invalid_query"],
      ["a pack without a period", "auditor", { kind: "evidence_pack", format: "zip" }, 400, "invalid_period"],
    ] as const)("%s is refused", async (_what, who, over, status, code) => {
      const caller = await callerFor(base, people[who], now);
      await expect(bench.request(caller, over)).rejects.toMatchObject({ status, code });
    });
  });

/** Lets another process make an export until it has said a place from which one can go on, and kills it there. */
async function killedAfterFirstPlace(given: UntilKilled): Promise<FileProgress> {
  const child = spawn(process.execPath, ["test/support/export-until-killed.ts", JSON.stringify(given)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
  return JSON.parse(String(said)) as FileProgress; // cast: what the child was told
}
