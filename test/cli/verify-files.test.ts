import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { publishCheckpoint } from "#app/checkpoints/publish-checkpoint.server.ts";
import { keyFacts } from "#app/signing/workspace-key.server.ts";
import { listSigningKeys } from "#db/signing-keys.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { plainSecrets } from "#test/support/job-context.ts";
import { makeFolder } from "#test/support/make-folder.ts";
import { packFile } from "#test/support/make-pack.ts";
import { addPeople } from "#test/support/people.ts";
import { runCli } from "#test/support/run-cli.ts";
import { later } from "#test/support/sign-in.ts";

const example = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

describe("verify", () => {
  let base: TestDatabase;
  let pack: string;
  let note: string;
  let vkey: string;
  const folder = makeFolder("verify");
  beforeAll(async () => {
    base = await databases.sqlite();
    const { db, workspace } = base;
    await addPeople(base);
    const world = { db, secrets: plainSecrets, publicUrl: "https://register.example" };
    const actor = { kind: "console", id: null } as const;
    const made = await publishCheckpoint(world, { workspaceId: workspace.id, actor, now: testStart });
    note = join(folder, "note.txt");
    writeFileSync(note, made.note);
    pack = await packFile(base, { from: testStart, to: later(testStart, 60), now: later(testStart, 61) });
    const [key] = await listSigningKeys(db, workspace.id);
    vkey = key ? keyFacts(key).vkey : "";
  });
  afterAll(() => base.close());

  /** As on a machine that has no database: the command would fail if it opened one. */
  const nowhere = { DATABASE_URL: "sqlite:/dev/null/nowhere.db", DATA_DIR: folder };
  const inDatabase = () => ({ DATABASE_URL: base.url, DATA_DIR: folder });

  test("a pack is verified without a database, and says what that proves", async () => {
    const { code, out } = await runCli(["verify", pack], nowhere);
    expect(code).toBe(0);
    expect(out).toContain("Whole:");
    expect(out).toContain("This key was taken from the pack itself");
    const given = await runCli(["verify", pack, "--key", vkey, "--json"], nowhere);
    expect(JSON.parse(given.out)).toMatchObject({ ok: true, fault: null, key: { vkey, given: true } });
  });

  test("a pack with another byte, or by another key, is 1 and names what is wrong", async () => {
    const zip = readFileSync(pack);
    zip[Math.floor(zip.length / 2)] = (zip[Math.floor(zip.length / 2)] ?? 0) ^ 1;
    const flipped = join(folder, "flipped.zip");
    writeFileSync(flipped, zip);
    const wrong = await runCli(["verify", flipped], nowhere);
    expect([wrong.code, wrong.out.slice(0, 10)]).toEqual([1, "NOT WHOLE:"]);
    const other = await runCli(["verify", pack, "--key", example, "--json"], nowhere);
    expect([other.code, JSON.parse(other.out)]).toMatchObject([1, { ok: false, fault: { code: "wrong_key" } }]);
  });

  test("a log is held against a checkpoint that was kept", async () => {
    const whole = await runCli(["verify", "--checkpoint", note, "--key", vkey, "--json"], inDatabase());
    expect([whole.code, JSON.parse(whole.out)]).toMatchObject([
      0,
      { ok: true, checkpoints: [{ ok: true, fault: null }] },
    ]);
    const foreign = await runCli(["verify", "--checkpoint", note, "--key", example], inDatabase());
    expect([foreign.code, foreign.out.includes("wrong_key")]).toEqual([1, true]);
  });

  test.each([
    ["a pack that is not there", ["verify", "nowhere.zip"]],
    ["a key that is none", ["verify", "PACK", "--key", "hello"]],
    ["a key and nothing that is signed", ["verify", "--key", example]],
    ["a pack and a checkpoint", ["verify", "PACK", "--checkpoint", "note.txt"]],
  ])("%s is 2", async (_what, args) => {
    const { code } = await runCli(
      args.map((arg) => (arg === "PACK" ? pack : arg)),
      inDatabase(),
    );
    expect(code).toBe(2);
  });
});
