import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readSeed } from "#app/oath/read-seed.server.ts";
import { listTokensOfInventory } from "#db/oath-tokens.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { dumpWorkspace } from "#test/support/dump-workspace.ts";
import { newTestSeed, takeIn } from "#test/support/oath.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { openTestSecrets } from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
const now = testStart;

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let world: TestDatabase;
    let people: People;
    beforeAll(async () => {
      world = await open();
      people = await addPeople(world);
    });
    afterAll(() => world.close());
    let before: number;
    beforeEach(async () => {
      before = (await all()).length;
    });

    const all = async () => {
      const asked = { filter: null, search: "", after: null, limit: 500, today: "2026-11-02" } as const;
      return (await listTokensOfInventory(world.db, world.workspace.id, asked)).tokens;
    };
    const bring = (text: string, isTrial = false) =>
      takeIn(world, text, { admin: people.admin, secrets, now, isTrial });

    test("a file brings its tokens with what they make codes with, and who holds the seeds", async () => {
      const [one, other] = [newTestSeed(), Buffer.from("12345678901234567890123456789012").toString("hex")];
      const report = await bring(
        [
          "Serial Number,Secret Key,Model,Period,Digits,Algorithm,Replacement_date",
          `A-1,${one},Feitian c200,,,,2029-06-30`,
          `A-2,${other},,60,8,HMAC-SHA256,`,
        ].join("\r\n"),
      );
      expect(report.refused).toEqual([]);
      const brought = await all();
      expect(brought.filter(({ serial }) => serial?.startsWith("A-"))).toMatchObject([
        { serial: "A-1", model: "Feitian c200", algorithm: "sha1", digits: 6, period: 30, replaceBy: "2029-06-30" },
        { serial: "A-2", model: null, algorithm: "sha256", digits: 8, period: 60, replaceBy: null },
      ]);
      const custody = world.db.selectFrom("oathCustody").select(["matter", "holderId", "place"]);
      expect(await custody.execute()).toContainEqual({
        matter: "seed",
        holderId: people.admin.userId,
        place: "Safe of the server room",
      });
    });

    test("a preview says what would come and writes nothing", async () => {
      const dump = await dumpWorkspace(world.db, world.workspace.id);
      const report = await bring(`serial;secret\nP-1;${newTestSeed()}\n`, true);
      expect(report.tokens).toMatchObject([{ line: 2, serial: "P-1" }]);
      expect(JSON.stringify(report)).not.toContain("secret");
      expect(await dumpWorkspace(world.db, world.workspace.id)).toEqual(dump);
    });

    test("one bad line and nothing is taken in; each is named, and none is quoted", async () => {
      const seed = newTestSeed();
      const lines = [
        "serial,secret,period,digits,algorithm,replacement_date",
        `B-1,${seed},30,6,SHA1,`,
        `B-1,${newTestSeed()},30,6,SHA1,`,
        `,${newTestSeed()},30,6,SHA1,`,
        "B-3,,30,6,SHA1,",
        "B-4,JBSWY3DPEHPK3PXP,30,6,SHA1,",
        "B-5,not-base-32-0189!,30,6,SHA1,",
        `B-6,${newTestSeed()},45,6,SHA1,`,
        `B-7,${newTestSeed()},30,7,SHA1,`,
        `B-8,${newTestSeed()},30,6,MD5,`,
        `B-9,${newTestSeed()},30,6,SHA1,2029-02-30`,
        `B-10,${newTestSeed()},30`,
        `${newTestSeed()}=,B-11,30,6,SHA1,`,
      ];
      const report = await bring(lines.join("\n"));
      expect(report.refused.map(({ line, reason }) => [line, reason.split(/[:;,]/)[0]])).toEqual([
        [3, "the serial number B-1 stands on line 2 already"],
        [4, "has no serial number"],
        [5, "has no secret"],
        [6, "secret"],
        [7, "secret"],
        [8, "period"],
        [9, "digits"],
        [10, "algorithm"],
        [11, "replacement_date"],
        [12, "it has 3 cells"],
        [13, "serial"],
      ]);
      expect(JSON.stringify(report)).not.toMatch(/ONSWK|not-base|JBSWY/);
      expect(await all()).toHaveLength(before);
    });

    test("a serial number that the inventory has is refused", async () => {
      const line = () => `serial,secret\nC-1,${newTestSeed()}`;
      expect((await bring(line())).refused).toEqual([]);
      expect((await bring(line())).refused).toEqual([
        { line: 2, reason: "the serial number C-1 is in the inventory already" },
      ]);
    });

    test("of 50 who take in one token at once, one does", async () => {
      const text = `serial,secret\nD-1,${newTestSeed()}`;
      const tries = await Promise.allSettled(Array.from({ length: 50 }, () => bring(text)));
      const done = tries.filter((each) => each.status === "fulfilled" && each.value.refused.length === 0);
      expect(done).toHaveLength(1);
      expect(await all()).toHaveLength(before + 1);
    });

    test("what cannot be read as a seed file is refused without a word of what stands in it", async () => {
      const seed = newTestSeed();
      const unreadable = [`A,${seed}\nB,${seed}`, `serial,secret\nA,${seed}"x"\n`, "", "serial,secret\n"];
      const said = await Promise.all(unreadable.map((text) => bring(text).catch((refused: Error) => refused.message)));
      expect(said).toHaveLength(4);
      for (const sentence of said) expect(sentence).not.toContain(seed);
      expect(await all()).toHaveLength(before);
    });

    test("only admins take in tokens, and only of their own workspace", async () => {
      const text = `serial,secret\nE-1,${newTestSeed()}`;
      for (const person of [people.auditor, people.requestor, people.identity])
        expect(await refusalOf(takeIn(world, text, { admin: person, secrets, now }))).toBe("not_admin");
    });

    test("a seed is in no row and no event as it was written, nor as it is", async () => {
      const seed = newTestSeed();
      const hex = Buffer.from(seed).toString("hex");
      await bring(`serial,secret\nF-1,${seed}`);
      const dump = JSON.stringify(await dumpWorkspace(world.db, world.workspace.id));
      expect(dump).not.toContain(seed);
      expect(dump).not.toContain(hex);
      const { secret } = await world.db
        .selectFrom("oathTokens")
        .select("secret")
        .where("serial", "=", "F-1")
        .executeTakeFirstOrThrow();
      expect(secrets.open(secret ?? "")).toBe(seed);
    });
  });

test("a seed is read in base 32 and in hexadecimal digits, with blanks and in any case", () => {
  const base32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  for (const text of [
    base32,
    base32.toLowerCase(),
    "3132333435363738393031323334353637383930",
    "3132 3334 3536 3738 3930 3132 3334 3536 3738 3930",
    "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ",
  ])
    expect(readSeed(text)).toBe(base32);
});

test("a seed of less than 128 bits, or of more than a hash takes, is none", () => {
  for (const bytes of [0, 8, 15, 65]) expect(readSeed(Buffer.alloc(bytes, 7).toString("hex"))).toBeNull();
  for (const bytes of [16, 64]) expect(readSeed(Buffer.alloc(bytes, 7).toString("hex"))).not.toBeNull();
});
