import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { genesis } from "#app/audit/chain.ts";
import { findBatchBreak, hashBatch, readDecision, readDecisions, writeDecisions } from "#app/audit/decision-chain.ts";

const decision = {
  at: "2026-11-02T09:00:00.000Z",
  subjectId: "usr_1",
  applicationId: "payroll",
  outcome: "allow",
  reason: "MFA_EXCEPTION_APPLIED",
  exceptionId: "EXC-2026-0001",
  body: '{"policy":1}',
};
const batch = { workspaceId: "wsp_1", stream: "str_1", seq: 1, at: decision.at, rows: 2, prevHash: genesis };

test("a batch is hashed over lines that a stranger can write", () => {
  const lines = [
    `["${genesis}","wsp_1","str_1",1,"2026-11-02T09:00:00.000Z",2]`,
    '["2026-11-02T09:00:00.000Z","usr_1","payroll","allow","MFA_EXCEPTION_APPLIED","EXC-2026-0001"]\t{"policy":1}',
    '["2026-11-02T09:00:00.000Z","usr_1","payroll","deny","SUBJECT_DISABLED",null]\t{"policy":1}',
  ];
  const denied = { ...decision, outcome: "deny", reason: "SUBJECT_DISABLED", exceptionId: null };
  const decisions = writeDecisions([decision, denied]);
  expect(decisions).toBe(lines.slice(1).join("\n"));
  expect(hashBatch({ ...batch, decisions })).toBe(createHash("sha256").update(lines.join("\n")).digest("hex"));
});

test("whatever people call themselves and their applications, decisions are read as they were written", () => {
  const text = fc.string({ unit: "grapheme" });
  const any = fc.record({
    ...{ at: text, subjectId: text, applicationId: text, outcome: text, reason: text },
    exceptionId: fc.option(text),
    body: fc.json(),
  });
  fc.assert(
    fc.property(fc.array(any, { minLength: 1, maxLength: 5 }), (decisions) => {
      const written = { seq: 7, decisions: writeDecisions(decisions) };
      const placed = decisions.map((each, position) => ({ batch: 7, position, ...each }));
      expect(readDecisions(written)).toEqual(placed);
      for (const each of placed) expect(readDecision(written, each.position)).toEqual(each);
      expect(readDecision(written, placed.length)).toBeUndefined();
    }),
  );
});

test("batches that follow are checked in pages, each after the last of the page before", () => {
  let prevHash = genesis;
  const batches = [1, 2, 3].map((seq) => {
    const said = { ...batch, seq, rows: 1, prevHash, decisions: writeDecisions([decision]) };
    prevHash = hashBatch(said);
    return { ...said, hash: prevHash };
  });
  const [first, second, third] = batches;
  if (!first || !second || !third) throw new Error("three were made");
  expect(findBatchBreak(batches)).toBeNull();
  expect(findBatchBreak([second, third], first)).toBeNull();
  expect(findBatchBreak([first, third])).toEqual({ batch: 2, reason: "missing" });
  expect(findBatchBreak([second], { seq: 1, hash: genesis })).toEqual({ batch: 2, reason: "unlinked" });
  expect(findBatchBreak([{ ...first, rows: 2 }])).toEqual({ batch: 1, reason: "altered" });
});
