import { setImmediate as nextTurn } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { gatherRecent } from "#db/gather-sign-ins.ts";
import { gatherRegularly } from "#server/gather-regularly.ts";
import { askDecider } from "#test/support/ask-decider.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { serviceToken } from "#test/support/decisions.ts";

/** A piece is a hundred of them. */
const threePieces = 210;

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let token: string;
    /** How many batches this process has decided, as the decider says it. */
    let seq = 0;
    beforeAll(async () => {
      base = await open();
      token = (await serviceToken(base)).token;
    });
    afterAll(() => base.close());
    beforeEach(async () => {
      const asked = { subjectId: "nobody@acme.example", at: testStart };
      await askDecider(base, token, Array(threePieces).fill(asked));
      vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
      // A piece takes longer than half of what a busy second has for them.
      let ms = 0;
      vi.spyOn(performance, "now").mockImplementation(() => (ms += 15));
    });
    afterEach(async () => {
      vi.restoreAllMocks();
      vi.useRealTimers();
      await gatherRecent(base.db, base.workspace.id);
    });

    const gathered = async () => {
      const { count } = await base.db
        .selectFrom("signIns")
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .executeTakeFirstOrThrow();
      return count;
    };

    /** Lets so many seconds pass, and returns how much was gathered in the last of them. */
    async function gatheredInSecond({ before }: { before: () => void }): Promise<number> {
      const faults: unknown[] = [];
      const heads = () => [{ workspaceId: base.workspace.id, stream: "own", seq, hash: "" }];
      const known = await gathered();
      const gathering = gatherRegularly({ db: base.db, decider: { heads }, logFault: (fault) => faults.push(fault) });
      before();
      vi.advanceTimersByTime(1000);
      await gathering.stop();
      expect(faults).toEqual([]);
      return (await gathered()) - known;
    }

    test("a second in which nothing is decided gathers all there is", async () => {
      seq = 0;
      expect(await gatheredInSecond({ before: () => undefined })).toBe(threePieces);
    });

    test("a second after decisions gathers a piece, and leaves the rest", async () => {
      expect(await gatheredInSecond({ before: () => (seq = 4) })).toBe(100);
    });

    test("a quiet second is over with the first decision in it, which need not wait for the rest", async () => {
      seq = 0;
      const decide = async () => {
        await nextTurn();
        seq = 1;
      };
      expect(await gatheredInSecond({ before: () => void decide() })).toBe(100);
    });
  });
