import type { z } from "zod";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import { classifyUse, closeUse, findUse, keepPostMortem, listSignInsOf } from "#db/break-glass-uses.ts";
import type { Db } from "#db/connect.ts";
import { findDrill, findDrillAt } from "#db/drills.ts";
import { listFindings } from "#db/findings.ts";
import { findEmergencyAt, findIncident } from "#db/incidents.ts";
import { rotationsKnown } from "#db/secret-rotations.ts";
import { findUser } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import { openFinding } from "./open-finding.server.ts";
import { type BreakGlassUse, gapsOfUse, mayClose, type UseClass, useGapWords } from "./use.ts";
import type { Classification, PostMortemForm } from "./use-schemas.ts";
import { type ByCaller, refuseOutsider } from "./who-may.server.ts";

type OneUse = { caller: ByCaller; id: string; now: Instant };

/**
 * Says what a use was and who signed in, in the place of what was said before. It counts as a drill or an emergency only
 * where one was planned or declared: nobody can make a plan of it afterwards.
 * @throws Refused 400 unknown person, 403 not a keeper of the account, 404 no such use, 409 closed, or nothing was planned.
 */
export async function classify(
  db: Db,
  { said, ...one }: OneUse & { said: z.output<typeof Classification> },
): Promise<void> {
  await change(db, one, async (tx, journal, use) => {
    const { caller, now } = one;
    const { classification, explanation } = said;
    const workspaceId = caller.workspace.id;
    const signedInBy = await personIn(tx, workspaceId, said.signed_in_by, use.userId);
    const place = await planOf(tx, workspaceId, use, classification);
    const by = { classifiedBy: caller.user.id, classifiedAt: now };
    const classified = { id: use.id, classification, explanation, signedInBy, ...place, ...by };
    if (!(await classifyUse(tx, workspaceId, classified))) throw closed();
    const subject = { kind: "break_glass_use", id: use.id };
    journal.audit("break_glass.use_classified", subject, { classification, explanation, signedInBy });
    if (classification === "misuse") await findMisuse(tx, journal, { use, explanation, ...one });
  });
}

/**
 * Keeps what came of a use, in the place of what was written before.
 * @throws Refused 403, 404, 409 as classify does.
 */
export async function writePostMortem(
  db: Db,
  { said, ...one }: OneUse & { said: z.output<typeof PostMortemForm> },
): Promise<void> {
  await change(db, one, async (tx, { audit }, use) => {
    const postMortem = {
      whatHappened: said.what_happened,
      whyNeeded: said.why_needed,
      whatWasDone: said.what_was_done,
      whatWouldAvoid: said.what_would_avoid,
    };
    if (!(await keepPostMortem(tx, one.caller.workspace.id, { id: use.id, postMortem }))) throw closed();
    audit("break_glass.post_mortem_written", { kind: "break_glass_use", id: use.id }, {});
  });
}

/**
 * Closes a use for good, once everything about it is known and its secret was replaced.
 * @throws Refused 403 not a keeper, or whoever signed in or classified it; 404 no such use, 409 closed, or something lacks.
 */
export async function close(db: Db, one: OneUse): Promise<void> {
  await change(db, one, async (tx, { audit }, use) => {
    const { caller, now } = one;
    const gaps = gapsOfUse(use, await knownOf(tx, caller.workspace.id, use));
    if (gaps.length > 0 || use.classification === null)
      throw new Refused(
        409,
        "use_incomplete",
        `Before it can be closed: ${gaps.map((gap) => useGapWords[gap]).join("; ")}.`,
        {
          missing: gaps,
        },
      );
    if (!mayClose(use, caller.user.id))
      throw new Refused(
        403,
        "same_person",
        "Whoever signed in, or said what it was, cannot be the one who closes it: that takes two people.",
      );
    const closing = { id: use.id, closedBy: caller.user.id, closedAt: now };
    if (!(await closeUse(tx, caller.workspace.id, closing))) throw closed();
    audit("break_glass.use_closed", { kind: "break_glass_use", id: use.id }, { classification: use.classification });
  });
}

/** What has to be known beside a use before it can be closed. */
export type KnownOfUse = { isRotated: boolean; rotatedAt: Instant | null; isDrillFinished: boolean };

/** Returns whether the secret was replaced after the last sign-in of a use, and its drill is over. */
export async function knownOf(db: Db, workspaceId: string, use: BreakGlassUse): Promise<KnownOfUse> {
  const signIns = await listSignInsOf(db, workspaceId, use.id);
  const lastAt = signIns.at(-1)?.at ?? use.at;
  const rotations = await rotationsKnown(db, workspaceId, "user", [use.userId]);
  const rotatedAt = rotations.get(use.userId)?.confirmedAt ?? null;
  const isRotated = rotatedAt !== null && rotatedAt > lastAt;
  const drill = use.drillId === null ? undefined : await findDrill(db, workspaceId, use.drillId);
  return { isRotated, rotatedAt: isRotated ? rotatedAt : null, isDrillFinished: drill?.finishedAt != null };
}

type Change = (tx: Db, journal: Journal, use: BreakGlassUse) => Promise<void>;

async function change(db: Db, { caller, id, now }: OneUse, carryOut: Change): Promise<void> {
  const workspaceId = caller.workspace.id;
  await write(db, { workspaceId, actor: caller.auditActor, now }, async (tx, journal) => {
    const use = await findUse(tx, workspaceId, id);
    if (!use) throw new Refused(404, "not_found", "There is no such use.");
    await refuseOutsider(tx, caller, use.userId);
    if (use.partOf !== null)
      throw new Refused(409, "part_of_use", "This sign-in belongs to a use; account for that one.", {
        use: use.partOf,
      });
    if (use.notedAt === null)
      throw new Refused(
        409,
        "not_noted",
        "The register has not taken note of this sign-in yet; it does within a minute.",
      );
    if (use.closedAt !== null) throw closed();
    await carryOut(tx, journal, use);
  });
}

/** @throws Refused 400 for whoever is nobody, or the account itself. */
async function personIn(tx: Db, workspaceId: string, id: string | null, accountId: string): Promise<string | null> {
  if (id === null) return null;
  const isPerson = id !== accountId && (await findUser(tx, workspaceId, id)) !== undefined;
  if (!isPerson)
    throw new Refused(400, "unknown_person", "Name the person who signed in, not the account.", {
      field: "signed_in_by",
    });
  return id;
}

/** Returns the drill or the incident that makes a use what somebody says it was. @throws Refused 409 where there was none. */
async function planOf(tx: Db, workspaceId: string, use: BreakGlassUse, said: UseClass) {
  const { drillId, incidentId, userId, at } = use;
  if (said === "misuse") return { drillId, incidentId };
  if (said === "drill") {
    const drill = await findDrillAt(tx, workspaceId, { userId, at });
    if (!drill) throw new Refused(409, "no_drill", "No drill of this account was planned for that time.");
    return { drillId: drill.id, incidentId };
  }
  const own = incidentId === null ? undefined : await findIncident(tx, workspaceId, incidentId);
  const incident = own?.declaredAt ? own : await findEmergencyAt(tx, workspaceId, at);
  if (!incident)
    throw new Refused(409, "no_emergency", "No emergency was declared for that time. Declare its incident one first.");
  return { drillId, incidentId: incident.id };
}

type Misuse = OneUse & { use: BreakGlassUse; explanation: string };

/** Opens the finding of a misuse, once however often it is said. */
async function findMisuse(tx: Db, journal: Journal, { caller, use, explanation, now }: Misuse): Promise<void> {
  const found = await listFindings(tx, caller.workspace.id, { userId: use.userId, limit: 500 });
  if (found.some(({ sourceKind, sourceId }) => sourceKind === "use" && sourceId === use.id)) return;
  const account = await findUser(tx, caller.workspace.id, use.userId);
  await openFinding(tx, journal, caller.workspace.id, {
    ...{ sourceKind: "use", sourceId: use.id, userId: use.userId },
    ...{ title: `${account?.displayName ?? "An emergency account"} was misused`, note: explanation },
    ...{ openedBy: caller.user.id, openedAt: now },
  });
}

function closed(): Refused {
  return new Refused(409, "use_closed", "The use has been closed; nothing in it changes any more.");
}
