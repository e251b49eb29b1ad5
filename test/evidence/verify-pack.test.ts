import { generateKeyPairSync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashRow } from "#app/audit/chain.ts";
import { checkpointText, readCheckpointText } from "#app/checkpoints/checkpoint.ts";
import { auditLine, readAuditLine } from "#app/evidence/audit-line.ts";
import type { Manifest } from "#app/evidence/manifest.ts";
import { verifyPack } from "#app/evidence/verify-pack.server.ts";
import { type NoteSigner, readNote, signNote } from "#app/signing/signed-note.server.ts";
import { signerOf } from "#app/signing/workspace-key.server.ts";
import { findCurrentKey } from "#db/signing-keys.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { plainSecrets } from "#test/support/job-context.ts";
import { makeFolder } from "#test/support/make-folder.ts";
import { packFile } from "#test/support/make-pack.ts";
import { filesIn, forge, placesIn, zipOf } from "#test/support/repack.ts";
import { later } from "#test/support/sign-in.ts";
import { verifyByTheManual } from "./by-the-manual.ts";
import { makeHistory } from "./make-history.ts";

const to = later(testStart, 7200);
const period = { from: later(testStart, 60), to, now: later(to, 60) };
const stranger = strangersKey();

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let file: string;
    let signer: NoteSigner;
    beforeAll(async () => {
      base = await open();
      await makeHistory(base);
      file = await packFile(base, period);
      const key = await findCurrentKey(base.db, base.workspace.id);
      if (!key) throw new Error("there is no key");
      signer = signerOf(key, plainSecrets);
    });
    afterAll(() => base.close());

    test("a pack as it was made is whole, and everything of the period is in it", async () => {
      const report = await verifyPack(file);
      expect(report).toMatchObject({ ok: true, fault: null, key: { isGiven: false } });
      const rowsOf = (path: string) => report.manifest?.files.find((listed) => listed.path === path)?.rows;
      expect(rowsOf("audit.jsonl")).toBe(report.manifest?.log.size);
      // The decision before the period is left out; the four in it stand under the four batches that they came in.
      expect(rowsOf("decisions.jsonl")).toBe(8);
      expect(report.manifest?.streams).toMatchObject([{ first: 2, last: 5, decisions: 4 }]);
      const paths = report.manifest?.files.map(({ path }) => path);
      expect(paths).toContain("memos/EXC-2026-0001.pdf");
      expect(paths).toContain("ccw/EXC-2026-0001.pdf");
      expect(paths?.some((path) => path.startsWith("hipaa-memos/"))).toBe(false);
      expect(paths).toContain("poam.json");
      expect(paths?.filter((path) => path.startsWith("checkpoints/"))).toHaveLength(1);
    });

    test("a reader who has only the manual comes to the same", () => {
      expect(verifyByTheManual(readFileSync(file))).toEqual([]);
    });

    test("with the key of the workspace it is that workspace's, with another key it is not", async () => {
      expect(await verifyPack(file, signer)).toMatchObject({ ok: true, key: { isGiven: true } });
      expect(await verifyPack(file, stranger)).toMatchObject({ ok: false, fault: { code: "wrong_key" } });
    });

    test("a pack of a period in which nothing was decided is whole", async () => {
      const early = { from: "2020-01-01T00:00:00.000Z", to: later(testStart, 1), now: period.now };
      const report = await verifyPack(await packFile(base, early));
      expect(report.fault).toBeNull();
    });

    const lines = (change: (lines: string[]) => void, path = "audit.jsonl") => [
      path,
      (files: Map<string, Buffer>) => {
        const text = String(files.get(path)).split("\n");
        change(text);
        files.set(path, Buffer.from(text.join("\n")));
      },
    ];
    const edited = (text = "") => text.replace('"at":"2026', '"at":"2025');
    const inDecisions = (change: (lines: string[]) => void) => lines(change, "decisions.jsonl");

    type Forgery = [string, (files: Map<string, Buffer>, manifest: Manifest) => void];
    test.each([
      ["an edited row", lines((all) => (all[4] = edited(all[4]))), "row_altered", 5],
      ["a row that is written in other words", lines((all) => (all[4] = ` ${all[4]}`)), "malformed", 5],
      ["a row taken out", lines((all) => all.splice(4, 1)), "row_missing", 5],
      ["a row put in", lines((all) => all.splice(4, 0, all[4] ?? "")), "row_missing", 6],
      ["two rows that changed places", lines((all) => all.splice(4, 2, all[5] ?? "", all[4] ?? "")), "row_missing", 5],
      ["a log that was cut off", lines((all) => all.splice(8, all.length - 9)), "head_differs", null],
      ["an edited decision", inDecisions((all) => (all[1] = edited(all[1]))), "row_altered", 3],
      ["a decision taken out", inDecisions((all) => all.splice(3, 1)), "row_missing", 4],
      ["a batch taken out", inDecisions((all) => all.splice(2, 2)), "row_missing", 5],
      ["a decision put in", inDecisions((all) => all.splice(1, 0, all[1] ?? "")), "row_unexpected", 3],
      ["decisions that were cut off", inDecisions((all) => all.splice(6, 2)), "row_missing", null],
    ] as unknown as [string, Forgery, string, number | null][])(
      // cast: the changes return what they like
      "%s is named with its line, even by a manifest that was signed again",
      async (_what, [path, change], code, line) => {
        const { fault } = await verifyPack(await forge(file, change, signer), signer);
        expect(fault).toMatchObject({ code, path, line });
      },
    );

    test("a log that was written anew and signed again does not fit the checkpoint that was published before", async () => {
      const rewrite = (files: Map<string, Buffer>, manifest: Manifest) => {
        const rows = String(files.get("audit.jsonl"))
          .trimEnd()
          .split("\n")
          .flatMap((line) => readAuditLine(line) ?? []);
        let prevHash = "0".repeat(64);
        const anew = rows.map((row) => {
          const other = { ...row, prevHash, at: row.seq === 5 ? "2020-01-01T00:00:00.000Z" : row.at };
          prevHash = hashRow(other);
          return { ...other, hash: prevHash };
        });
        files.set("audit.jsonl", Buffer.from(anew.map((row) => `${auditLine(row)}\n`).join("")));
        manifest.log.hash = prevHash;
        const own = readCheckpointText(readNote(String(files.get("checkpoint.txt")))?.text ?? "");
        const signed = own && signNote(checkpointText({ ...own, hash: prevHash }), signer);
        files.set("checkpoint.txt", Buffer.from(signed ?? ""));
      };
      const { fault } = await verifyPack(await forge(file, rewrite, signer), signer);
      expect(fault).toMatchObject({ code: "checkpoint_differs", path: "audit.jsonl" });
      expect(fault?.detail).toContain("checkpoints/");
    });

    test("a manifest that was made to fit is found without the key, and with another key by its name", async () => {
      const change = (files: Map<string, Buffer>) => void files.set("register.csv", Buffer.from("id\r\n"));
      const unsigned = await verifyPack(await forge(file, change, null), null);
      expect(unsigned.fault).toMatchObject({ code: "altered", path: "manifest.json" });
      const byStranger = await forge(file, change, stranger);
      expect((await verifyPack(byStranger, signer)).fault).toMatchObject({ code: "wrong_key" });
      // The checkpoint of the pack is still by the workspace's key.
      expect((await verifyPack(byStranger)).fault).toMatchObject({ code: "unsigned", path: "checkpoint.txt" });
    });

    test("a checkpoint of less than the pack has is noticed, even by the same key", async () => {
      const change = (files: Map<string, Buffer>) => {
        const [path = ""] = [...files.keys()].filter((each) => each.startsWith("checkpoints/"));
        files.set("checkpoint.txt", files.get(path) ?? Buffer.alloc(0));
      };
      const { fault } = await verifyPack(await forge(file, change, signer));
      expect(fault).toMatchObject({ code: "checkpoint_differs", path: "checkpoint.txt" });
    });

    test("fewer rows than the manifest says are noticed", async () => {
      const change = (_files: unknown, manifest: Manifest) => {
        for (const listed of manifest.files) if (listed.path === "register.csv") listed.rows = 7;
      };
      const { fault } = await verifyPack(await forge(file, change, signer));
      expect(fault).toMatchObject({ code: "wrong_count", path: "register.csv" });
    });
  });

describe("an archive", () => {
  let base: TestDatabase;
  let file: string;
  let files: [string, Buffer][];
  beforeAll(async () => {
    base = await databases.sqlite();
    await makeHistory(base);
    file = await packFile(base, period);
    files = [...filesIn(readFileSync(file))];
  });
  afterAll(() => base.close());

  const faultOf = async (path: string) => (await verifyPack(path)).fault;
  /** Names are changed in the bytes, since no tool writes such an archive. */
  const renamed = async (from: string, name: string) => {
    const zip = readFileSync(await zipOf([...files, [from, Buffer.from("x")]])).toString("latin1");
    return saved(Buffer.from(zip.replaceAll(from, name), "latin1"));
  };

  test("with names that no pack has is refused", async () => {
    for (const name of [
      "../../evil.txt",
      "/etc/evil1.txt",
      "C:/evils23.txt",
      "a/b/c/evil.txt",
      "memos\\evil.txt",
      ".evils1234.txt",
    ])
      expect(await faultOf(await renamed("z".repeat(name.length), name))).toMatchObject({
        code: expect.stringMatching(/^(unsafe_name|unreadable)$/),
      });
  });

  test("with a file twice, one too many or one too few is refused", async () => {
    const [first = ["", Buffer.alloc(0)]] = files;
    expect(await faultOf(await zipOf([...files, first]))).toMatchObject({ code: "twice", path: first[0] });
    const extra: [string, Buffer] = ["extra.txt", Buffer.from("x")];
    expect(await faultOf(await zipOf([...files, extra]))).toMatchObject({ code: "unexpected", path: "extra.txt" });
    for (const [path] of files)
      expect(await faultOf(await zipOf(files.filter(([name]) => name !== path)))).toMatchObject({
        code: "missing",
        path,
      });
  });

  test("that unpacks to more than it says is not unpacked", async () => {
    const bomb = files.map(([path, bytes]): [string, Buffer] => [
      path,
      path === "register.csv" ? Buffer.alloc(50_000_000) : bytes,
    ]);
    expect(await faultOf(await zipOf(bomb))).toMatchObject({ code: "too_large", path: "register.csv" });
  });

  test("that is none is refused", async () => {
    expect(await faultOf(saved(Buffer.from("PK, but nothing else")))).toMatchObject({ code: "unreadable" });
  });

  test("is found out wherever one of its bytes is another", async () => {
    const zip = readFileSync(file);
    const inFiles = placesIn(zip).flatMap(({ header, data, end, directory }) => {
      const name = header + 30;
      const inDirectory = [directory + 5, directory + 12, directory + 16, directory + 24, directory + 46];
      return [header, header + 11, name, data, Math.floor((data + end) / 2), end - 1, end + 4, ...inDirectory];
    });
    const random = chance(20_261_122);
    const anywhere = Array.from({ length: 500 }, () => Math.floor(random() * zip.length));
    const tail = Array.from({ length: 95 }, (_each, index) => zip.length - 1 - index);
    const passed: number[] = [];
    const copy = join(makeFolder("flipped"), "pack.zip");
    for (const at of [...inFiles, ...anywhere, ...tail]) {
      const flipped = Buffer.from(zip);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      writeFileSync(copy, flipped);
      const { ok, fault } = await verifyPack(copy);
      if (ok || fault === null) passed.push(at);
    }
    expect(passed).toEqual([]);
  }, 60_000);

  test("is found out wherever it was cut off", async () => {
    const zip = readFileSync(file);
    for (let part = 0; part < 40; part += 1) {
      const { ok } = await verifyPack(saved(zip.subarray(0, Math.floor((zip.length * part) / 40))));
      expect(ok).toBe(false);
    }
    expect((await verifyPack(saved(zip.subarray(0, -1)))).ok).toBe(false);
    expect((await verifyPack(saved(Buffer.concat([zip, Buffer.from("x")])))).ok).toBe(false);
  });
});

/** Numbers from 0 to 1 that are the same in each run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function saved(zip: Buffer): string {
  const file = join(makeFolder("saved"), "pack.zip");
  writeFileSync(file, zip);
  return file;
}

/** A key under the name of the workspace's, as a forger would make it. */
function strangersKey(): NoteSigner {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  return {
    name: "register.example/acme",
    publicKey: publicKey.export({ type: "spki", format: "der" }).subarray(-32),
    privateKey: privateKey.export({ type: "pkcs8", format: "der" }),
  };
}
