import { readDecisions } from "#app/audit/decision-chain.ts";
import { checkpointText } from "#app/checkpoints/checkpoint.ts";
import type { Making } from "#app/exports/maker.server.ts";
import { pemOf, signNote } from "#app/signing/signed-note.server.ts";
import { keyFacts, noteKeyOf, signerOf } from "#app/signing/workspace-key.server.ts";
import { readChain } from "#db/audit-events.ts";
import { listCheckpoints } from "#db/checkpoints.ts";
import { batchesAfter } from "#db/decision-streams.ts";
import { listSigningKeys } from "#db/signing-keys.ts";
import { auditLine } from "./audit-line.ts";
import { batchLine, decisionLine } from "./decision-line.ts";
import { auditPath, checkpointPath, decisionsPath } from "./manifest.ts";
import type { PackFacts } from "./pack-facts.server.ts";
import type { PackPart } from "./pack-part.ts";

const rowsAtOnce = 1000;
const batchesAtOnce = 200;
const checkpointsAtOnce = 500;

/** The parts that prove that nothing was changed: the log from its beginning, the decisions, and what was signed of them. */
export async function partsOfLog(making: Making, facts: PackFacts): Promise<PackPart[]> {
  const { db, workspaceId } = making.reading;
  return [
    {
      path: "key.pem",
      about: "the public key that this pack is signed with, as openssl takes it",
      make: async (put) => {
        await put(pemOf(noteKeyOf(facts.key)));
        return null;
      },
    },
    {
      path: "keys.txt",
      about: "every public key of the workspace, with the time in which it was in use",
      make: async (put) => {
        const keys = await listSigningKeys(db, workspaceId);
        const lines = keys.map((key) => `${keyFacts(key).vkey} ${key.createdAt} ${key.retiredAt ?? "current"}\n`);
        await put(lines.join(""));
        return lines.length;
      },
    },
    {
      path: checkpointPath,
      about: "the head of the audit log and of the decisions at the end of the period, signed",
      make: async (put) => {
        const { log, places, key } = facts;
        const head = { origin: key.name, ...log, at: making.reading.now, streams: places };
        await put(signNote(checkpointText(head), signerOf(key, making.secrets)));
        return null;
      },
    },
    {
      path: auditPath,
      about: "the audit log from its first row to the end of the period; each row has the hash of the one before",
      make: (put) => writeAudit(making, facts, put),
    },
    {
      path: decisionsPath,
      about: "the sign-in decisions of the period, in the batches that are chained to each other",
      make: (put) => writeDecisions(making, facts, put),
    },
    ...(await publishedNotes(making, facts)),
  ];
}

type Put = Parameters<PackPart["make"]>[0];

async function writeAudit({ reading, progress, signal }: Making, { log }: PackFacts, put: Put): Promise<number> {
  let after = 0;
  while (after < log.size) {
    signal.throwIfAborted();
    const limit = Math.min(rowsAtOnce, log.size - after);
    const rows = await readChain(reading.db, reading.workspaceId, { after, limit });
    if (rows.length === 0) throw new Error(`row ${after + 1} of the audit log is missing, expected ${log.size} rows`);
    await put(rows.map((row) => `${auditLine(row)}\n`).join(""));
    after = rows.at(-1)?.seq ?? log.size;
    await progress(after, null);
  }
  return after;
}

async function writeDecisions({ reading, signal }: Making, { spans }: PackFacts, put: Put): Promise<number> {
  const { db, workspaceId } = reading;
  let lines = 0;
  for (const { stream, first, last } of spans) {
    let after = first - 1;
    while (after < last) {
      signal.throwIfAborted();
      const most = Math.min(batchesAtOnce, last - after);
      const batches = await batchesAfter(db, workspaceId, { stream, seq: after, most });
      const end = batches.at(-1)?.seq;
      if (end === undefined) throw new Error(`batch ${after + 1} of stream ${stream} is missing, expected ${last}`);
      const text = batches.flatMap((batch) => [batchLine(batch), ...readDecisions(batch).map(decisionLine)]);
      lines += text.length;
      await put(text.map((line) => `${line}\n`).join(""));
      after = end;
    }
  }
  return lines;
}

/** The checkpoints that were published while the log was no longer than it is in the pack, those of the period first. */
async function publishedNotes({ reading }: Making, { log, period }: PackFacts): Promise<PackPart[]> {
  const notes = await listCheckpoints(reading.db, reading.workspaceId, {
    before: log.size + 1,
    limit: checkpointsAtOnce,
  });
  return notes
    .filter(({ at }) => at >= period.from)
    .map(({ size, at, note }) => ({
      path: `checkpoints/${size}.txt`,
      about: `the checkpoint that was published on ${at}`,
      make: async (put) => {
        await put(note);
        return null;
      },
    }));
}
