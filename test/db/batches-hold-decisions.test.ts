import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { verifyStreams } from "#app/signins/verify-streams.server.ts";
import type { Db } from "#db/connect.ts";
import { gatherRecent } from "#db/gather-sign-ins.ts";
import { allowChanges, makeAppendOnly } from "#db/make-tables.ts";
import { up } from "#db/migrations/047_batches_hold_decisions.ts";
import { askDecider } from "#test/support/ask-decider.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { serviceToken } from "#test/support/decisions.ts";
import { addPeople } from "#test/support/people.ts";
import { recordedDecisions } from "#test/support/recorded-decisions.ts";

/** Puts every decision into a row of its own, as it was before. */
async function backToRows(db: Db): Promise<void> {
  await sql`create table decisions (workspace_id text not null, stream text not null, batch integer not null,
    ${sql.ref("position")} integer not null, at text not null, subject_id text not null, application_id text not null,
    outcome text not null, reason text not null, exception_id text, body text not null,
    primary key (workspace_id, stream, batch, ${sql.ref("position")}))`.execute(db);
  for (const row of await recordedDecisions(db)) {
    const { workspaceId, stream, batch, position, at, subjectId, applicationId, outcome, reason, exceptionId, body } =
      row;
    await sql`insert into decisions values (${workspaceId}, ${stream}, ${batch}, ${position}, ${at}, ${subjectId},
      ${applicationId}, ${outcome}, ${reason}, ${exceptionId}, ${body})`.execute(db);
  }
  await makeAppendOnly(db, "decisions");
  await allowChanges(db, "decision_batches");
  await sql`alter table decision_batches drop column decisions`.execute(db);
  await makeAppendOnly(db, "decision_batches");
  await sql`alter table sign_ins drop column method`.execute(db);
}

for (const [name, open] of Object.entries(databases))
  test(`${name}: decisions from before their batches held them are moved, byte for byte`, async () => {
    const testDb = await open();
    onTestFinished(() => testDb.close());
    const { db, workspace } = testDb;
    const people = await addPeople(testDb);
    const { token } = await serviceToken(testDb);
    const totp = { method: "totp", completed_at: testStart };
    // What is written in many ways is to keep the one that it was hashed in.
    const odd = 'payroll \u2028 \u00e9 \u{1f511} "quoted" \\ /';
    const subjects = [people.owner.userId, people.boss.userName, "nobody@acme.example"];
    await askDecider(
      testDb,
      token,
      subjects.flatMap((subjectId) => [
        { subjectId, at: testStart },
        { subjectId, at: testStart, application: odd },
      ]),
    );
    await askDecider(testDb, token, [
      { subjectId: people.risk.userId, at: testStart, context: { completed_methods: [totp] } },
    ]);
    expect(await gatherRecent(db, workspace.id)).toBe(true);
    const signIns = () =>
      db.selectFrom("signIns").selectAll().orderBy("stream").orderBy("batch").orderBy("position").execute();
    const [decisions, searched] = [await recordedDecisions(db), await signIns()];
    expect(new Set(searched.map(({ method }) => method))).toEqual(new Set(["none", "otp"]));
    expect(decisions.some(({ applicationId }) => applicationId === odd)).toBe(true);

    await backToRows(db);
    await up(db);
    expect(await recordedDecisions(db)).toEqual(decisions);
    expect(await signIns()).toEqual(searched);
    expect(await verifyStreams(db, workspace.id)).toBeNull();
    await expect(sql`delete from decision_batches`.execute(db)).rejects.toThrow("append-only");
    await expect(sql`select * from decisions`.execute(db)).rejects.toThrow("decisions");
  });
