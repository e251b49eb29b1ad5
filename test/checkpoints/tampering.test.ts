import { describe, expect, onTestFinished, test } from "vitest";
import { type AuditRow, genesis, hashRow } from "#app/audit/chain.ts";
import { verifyChain } from "#app/audit/verify-chain.server.ts";
import { checkNote } from "#app/checkpoints/check-note.server.ts";
import { publishCheckpoint } from "#app/checkpoints/publish-checkpoint.server.ts";
import { signNote } from "#app/signing/signed-note.server.ts";
import { signerOf } from "#app/signing/workspace-key.server.ts";
import { readChain, readChainEnd } from "#db/audit-events.ts";
import { listStreams } from "#db/decision-streams.ts";
import { addDirectoryObject } from "#db/directory.ts";
import { findCurrentKey, listSigningKeys } from "#db/signing-keys.ts";
import { write } from "#db/write.ts";
import { askDecider } from "#test/support/ask-decider.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { serviceToken } from "#test/support/decisions.ts";
import { plainSecrets } from "#test/support/job-context.ts";
import { openToTampering } from "#test/support/open-to-tampering.ts";
import { addPeople } from "#test/support/people.ts";
import { later } from "#test/support/sign-in.ts";

const actor = { kind: "console", id: null } as const;

/** A workspace with a checkpoint that somebody has kept, some more history since, and no triggers any more. */
async function kept(open: () => Promise<TestDatabase>) {
  const test = await open();
  onTestFinished(() => test.close());
  const { db, workspace } = test;
  const people = await addPeople(test);
  const { token } = await serviceToken(test);
  const ask = (minute: number) =>
    askDecider(test, token, [{ subjectId: people.requestor.userName, at: later(testStart, minute * 60) }]);
  const publish = (minute: number) =>
    publishCheckpoint(
      { db, secrets: plainSecrets, publicUrl: "https://register.example" },
      { workspaceId: workspace.id, actor, now: later(testStart, minute * 60) },
    );
  const grow = (id: string) =>
    write(db, { workspaceId: workspace.id, actor, now: testStart }, async (tx, { audit }) => {
      await addDirectoryObject(tx, workspace.id, { kind: "group", id, name: id }, testStart);
      audit("directory.object_added", { kind: "group", id }, { kind: "group", name: id });
    });
  await ask(1);
  await grow("before");
  const { note, size } = await publish(5);
  await grow("after");
  for (const table of ["audit_events", "decision_batches", "checkpoints"]) await openToTampering(test, table);

  const verdict = async (asked = note) => {
    const found = await checkNote(db, workspace.id, { note: asked, key: null });
    return found.ok ? "ok" : `${found.fault}${found.where === null ? "" : ` at ${found.where}`}`;
  };
  /** Writes the log anew from a row on, head and hashes included: the chain follows in itself again. */
  const rewrite = async (after: number, rows: readonly AuditRow[]) => {
    const [last] = await readChain(db, workspace.id, { after: after - 1, limit: 1 });
    let head = { seq: after, hash: last?.hash ?? genesis };
    const anew = rows.map((row) => {
      const other = { ...row, seq: head.seq + 1, prevHash: head.hash };
      head = { seq: other.seq, hash: hashRow(other) };
      return { ...other, hash: head.hash };
    });
    await db.deleteFrom("auditEvents").where("workspaceId", "=", workspace.id).where("seq", ">", after).execute();
    await db.insertInto("auditEvents").values(anew).execute();
    await db.updateTable("auditHead").set(head).where("workspaceId", "=", workspace.id).execute();
    return verifyChain(db, workspace.id);
  };
  /** Puts the log back to an earlier state, as an older copy of the file would. */
  const rollBack = async (to: number) => {
    await db.deleteFrom("checkpoints").where("size", ">=", to).execute();
    await db.deleteFrom("auditPersonal").where("seq", ">", to).execute();
    await db.deleteFrom("auditEvents").where("workspaceId", "=", workspace.id).where("seq", ">", to).execute();
    const [last] = await readChain(db, workspace.id, { after: to - 1, limit: 1 });
    await db
      .updateTable("auditHead")
      .set({ seq: to, hash: last?.hash ?? "" })
      .execute();
    expect(await verifyChain(db, workspace.id)).toMatchObject({ ok: true, upToSeq: to });
  };
  return { ...test, note, size, verdict, rewrite, rollBack, grow, publish, ask };
}

for (const [name, open] of Object.entries(databases))
  describe(`a checkpoint that was kept, ${name}`, () => {
    test("holds while the log only grows, whatever a mail program did around its lines", async () => {
      const { verdict, grow, publish, note } = await kept(open);
      expect(await verdict()).toBe("ok");
      await grow("more");
      await publish(9);
      expect(await verdict(`  \r\n${note.replaceAll("\n", "\r\n")}\r\n`)).toBe("ok");
    });

    test("shows a log in which a row was edited, taken out, put in or moved, and which was hashed anew", async () => {
      const { db, workspace, verdict, rewrite, size } = await kept(open);
      // Those before name people, who stand beside the log under the number of the row.
      const after = size - 2;
      const [one, two, ...more] = (await readChain(db, workspace.id, { after, limit: 99 })) as [AuditRow, AuditRow]; // more than size
      expect(await rewrite(after, [one, two, ...more])).toMatchObject({ ok: true });
      expect(await verdict()).toBe("ok");
      const edited = { ...one, at: "2020-01-01T00:00:00.000Z" };
      for (const forged of [[edited, two], [two], [one, one, two], [two, one]]) {
        // The note that is kept in the database gives it away as well.
        expect(await rewrite(after, [...forged, ...more])).toMatchObject({
          firstBreak: { seq: size, reason: "checkpoint_differs" },
        });
        expect(await verdict()).toBe(`rewritten at row ${size}`);
      }
      await db.deleteFrom("checkpoints").execute();
      expect(await verifyChain(db, workspace.id)).toMatchObject({ ok: true });
      expect(await verdict()).toBe(`rewritten at row ${size}`);
    });

    test("shows a log that was put back to an older state", async () => {
      const { verdict, rollBack, size } = await kept(open);
      await rollBack(size - 1);
      expect(await verdict()).toBe(`truncated at row ${size}`);
    });

    test("shows a log that was put back and has grown since", async () => {
      const { verdict, rollBack, grow, size } = await kept(open);
      await rollBack(size - 1);
      for (const id of ["one", "two", "three"]) await grow(id);
      expect(await verdict()).toBe(`rewritten at row ${size}`);
    });

    test("shows a log that was shown in two ways", async () => {
      const { verdict, rollBack, grow, publish, size } = await kept(open);
      await rollBack(size - 1);
      await grow("another history");
      expect((await publish(7)).size).toBe(size);
      expect(await verdict()).toBe(`forked at row ${size}`);
    });

    test("shows decisions that were cut off, and such as were written anew", async () => {
      const { db, workspace, verdict } = await kept(open);
      const [stream = ""] = await listStreams(db, workspace.id);
      await db.updateTable("decisionBatches").set({ hash: genesis }).execute();
      expect(await verdict()).toBe(`stream_rewritten at batch 1 of decision stream ${stream}`);
      await db.deleteFrom("decisionBatches").execute();
      expect(await verdict()).toBe(`stream_truncated at batch 1 of decision stream ${stream}`);
    });

    test("says so when it was changed itself, or is signed by somebody else", async () => {
      const { db, workspace, verdict, note, size } = await kept(open);
      expect(await verdict(note.replace(`\n${size}\n`, `\n${size - 1}\n`))).toBe("wrong_key");
      expect(await verdict(note.split("\n\n")[0])).toBe("not_a_checkpoint");
      expect(await verdict("hello")).toBe("not_a_checkpoint");
      const key = await findCurrentKey(db, workspace.id);
      const text = `${note.split("\n\n")[0]}\n`;
      const elsewhere = key && { ...signerOf(key, plainSecrets), name: "elsewhere.example/acme" };
      expect(elsewhere && (await verdict(signNote(text, elsewhere)))).toBe("wrong_key");
    });

    test("50 that are asked for at once are 50 sizes of one log, by one key", async () => {
      const { db, workspace, publish } = await kept(open);
      const made = await Promise.all(Array.from({ length: 50 }, () => publish(10)));
      expect(new Set(made.map(({ size }) => size)).size).toBe(50);
      expect(await listSigningKeys(db, workspace.id)).toHaveLength(1);
      expect((await readChainEnd(db, workspace.id)).lastSeq).toBe(Math.max(...made.map(({ size }) => size)) + 1);
    });
  });
