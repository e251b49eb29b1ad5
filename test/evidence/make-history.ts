import { publishCheckpoint } from "#app/checkpoints/publish-checkpoint.server.ts";
import { sealStreams } from "#app/signins/seal-streams.server.ts";
import { lastBatch, listStreams } from "#db/decision-streams.ts";
import { write } from "#db/write.ts";
import { activeException } from "#test/support/active-exception.ts";
import { askDecider } from "#test/support/ask-decider.ts";
import { type TestDatabase, testStart } from "#test/support/databases.ts";
import { serviceToken } from "#test/support/decisions.ts";
import { plainSecrets } from "#test/support/job-context.ts";
import { addPeople } from "#test/support/people.ts";
import { later } from "#test/support/sign-in.ts";

const publicUrl = "https://register.example";

/** A workspace in which something happened: an exception, five decisions in two batches of hours, a checkpoint. */
export async function makeHistory(base: TestDatabase): Promise<void> {
  const { db, workspace } = base;
  const people = await addPeople(base);
  await activeException(base, people, { now: testStart });
  const { token } = await serviceToken(base);
  const subjectId = people.requestor.userName;
  const minutes = [0, 30, 90, 91, 92];
  await askDecider(
    base,
    token,
    minutes.map((minute) => ({ subjectId, at: later(testStart, minute * 60) })),
  );
  const [stream = ""] = await listStreams(db, workspace.id);
  const head = await lastBatch(db, workspace.id, stream);
  if (!head) throw new Error("nothing was decided");
  await sealStreams(db, [head], later(testStart, 93 * 60));
  const actor = { kind: "console", id: null } as const;
  const writing = { workspaceId: workspace.id, actor, now: later(testStart, 95 * 60) };
  await publishCheckpoint({ db, secrets: plainSecrets, publicUrl }, writing);
  // The worksheet of a record is in a pack once somebody has made one.
  await write(db, writing, async (_tx, { audit }) => {
    const made = { kind: "ccw", about: "8.4.2", sha256: "0".repeat(64) } as const;
    audit("document.made", { kind: "exception", id: "EXC-2026-0001" }, made);
  });
}
