import type { z } from "zod";
import type { Instant } from "#app/engine/types.ts";
import { addHours } from "#app/register/days.ts";
import { Refused } from "#app/register/refused.ts";
import { findBreakGlassAccount } from "#db/break-glass-accounts.ts";
import { listUses } from "#db/break-glass-uses.ts";
import type { Db } from "#db/connect.ts";
import { answerStep, findDrill, finishDrill as finishRow, insertDrill } from "#db/drills.ts";
import { newId } from "#db/ids.ts";
import { rotationsKnown } from "#db/secret-rotations.ts";
import { findUser, rolesOf } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import { type Drill, failedSteps, isAnswerOf, openSteps, quarterAt, stepWording } from "./drill.ts";
import { openFinding } from "./open-finding.server.ts";
import { keepersAndWatchers } from "./tell-keepers.server.ts";
import type { DrillEnd, DrillPlan, StepAnswers } from "./use-schemas.ts";
import { type ByCaller, refuseOutsider, seesTo } from "./who-may.server.ts";

type Act = { caller: ByCaller; now: Instant };
type OneDrill = Act & { id: string };

/** What the register itself has seen of a drill. */
export type ShownByDrill = { uses: number; rotatedAt: Instant | null };

/**
 * Plans a drill from now or later on, tells whoever holds the account and whoever watches, and returns its id.
 * @throws Refused 400 in the past, or somebody who cannot sign in as the account; 403 not a keeper; 404 not registered;
 * 409 another drill of it is open.
 */
export async function planDrill(
  db: Db,
  { said, caller, now }: Act & { said: z.output<typeof DrillPlan> },
): Promise<string> {
  const { id: workspaceId, timeZone } = caller.workspace;
  return write(db, { workspaceId, actor: caller.auditActor, now }, async (tx, journal) => {
    const userId = said.account;
    await refuseOutsider(tx, caller, userId);
    const account = await findBreakGlassAccount(tx, workspaceId, userId);
    const user = await findUser(tx, workspaceId, userId);
    if (!account || account.retiredAt !== null || !user)
      throw new Refused(404, "not_registered", "There is no such emergency account.", { field: "account" });
    const startsAt = said.starts_at ?? now;
    // What was planned after the fact would explain everything away.
    if (startsAt < now) throw new Refused(400, "in_the_past", "A drill begins now or later.", { field: "starts_at" });
    const person = await findUser(tx, workspaceId, said.signs_in);
    const roles = person ? await rolesOf(tx, workspaceId, person.id) : [];
    if (!person || !(await seesTo(tx, { ...caller, user: person, roles }, userId)))
      throw new Refused(400, "cannot_sign_in", "The account's custodians, admins and owners may sign in as it.", {
        field: "signs_in",
      });
    const id = newId("drl");
    const quarter = quarterAt(startsAt, timeZone).name;
    const window = { startsAt, endsAt: addHours(startsAt, said.hours) };
    const drill = { id, userId, quarter, ...window, signsIn: person.id, plannedBy: caller.user.id, plannedAt: now };
    if (!(await insertDrill(tx, workspaceId, drill)))
      throw new Refused(409, "drill_open", "Another drill of this account is not finished. Finish it, or call it off.");
    journal.audit("drill.planned", { kind: "drill", id }, { userId, quarter, ...window, signsIn: person.id });
    const names = { account: user.displayName, by: caller.user.displayName, signsIn: person.displayName };
    for (const addressee of await keepersAndWatchers(tx, workspaceId, userId))
      journal.notify({ template: "drill_planned", ...addressee, data: { id, ...names, ...window } });
    return id;
  });
}

/**
 * Says how steps of a drill went, in the place of what was said before.
 * @throws Refused 400 a step that cannot be left out, 403 not a keeper, 404 no such drill, 409 it is finished, or what was
 * said to have gone well is not in the register.
 */
export async function answerSteps(
  db: Db,
  { said, ...one }: OneDrill & { said: z.output<typeof StepAnswers> },
): Promise<void> {
  await change(db, one, async (tx, { audit }, drill) => {
    const { caller, id, now } = one;
    const shown = await shownBy(tx, caller.workspace.id, drill);
    for (const { step, result, note } of said.steps) {
      if (!isAnswerOf(step, result))
        throw new Refused(400, "step_required", `“${stepWording[step].title}” cannot be left out.`, { field: step });
      if (result === "pass") refuseUnshown(step, shown);
      const answer = { drillId: id, step, result, note, by: caller.user.id, at: now };
      if (!(await answerStep(tx, caller.workspace.id, answer))) throw finished();
    }
    const steps = said.steps.map(({ step, result }) => ({ step, result }));
    audit("drill.answered", { kind: "drill", id }, { steps });
  });
}

/**
 * Finishes a drill: it passed if every step did, and each that failed becomes a finding.
 * @throws Refused 403 not a keeper, or whoever signed in; 404 no such drill, 409 finished, or steps are open.
 */
export async function finishDrill(
  db: Db,
  { said, ...one }: OneDrill & { said: z.output<typeof DrillEnd> },
): Promise<void> {
  await change(db, one, async (tx, journal, drill) => {
    const { caller, id, now } = one;
    const workspaceId = caller.workspace.id;
    const open = openSteps(drill).map((step) => stepWording[step].title);
    if (open.length > 0) throw new Refused(409, "steps_open", `Not answered yet: ${open.join("; ")}.`, { steps: open });
    if (caller.user.id === drill.signsIn)
      throw new Refused(403, "same_person", "Whoever signed in cannot be the one who finishes the drill.");
    const failed = failedSteps(drill);
    const result = failed.length === 0 ? "passed" : "failed";
    const end = { id, result, evidence: said.evidence, finishedBy: caller.user.id, finishedAt: now } as const;
    if (!(await finishRow(tx, workspaceId, end))) throw finished();
    journal.audit("drill.finished", { kind: "drill", id }, { result, failed: failed.map(({ step }) => step) });
    for (const { step, note } of failed)
      await openFinding(tx, journal, workspaceId, {
        ...{
          sourceKind: "drill",
          sourceId: id,
          userId: drill.userId,
          openedBy: caller.user.id,
          openedAt: now,
        },
        ...{
          title: `Drill of ${drill.quarter}, not so: ${stepWording[step].title}`,
          note: note || "No note was made.",
        },
      });
  });
}

/** Calls a drill off that nobody has signed in for. @throws Refused 403, 404, 409 finished, or under way. */
export async function cancelDrill(db: Db, one: OneDrill): Promise<void> {
  await change(db, one, async (tx, { audit }, drill) => {
    const { caller, id, now } = one;
    if ((await shownBy(tx, caller.workspace.id, drill)).uses > 0)
      throw new Refused(409, "drill_begun", "Somebody has signed in as part of it; finish it instead.");
    const end = { id, result: "cancelled", evidence: null, finishedBy: caller.user.id, finishedAt: now } as const;
    if (!(await finishRow(tx, caller.workspace.id, end))) throw finished();
    audit("drill.finished", { kind: "drill", id }, { result: "cancelled", failed: [] });
  });
}

/** Returns what the register has seen of a drill: the uses that belong to it, and the rotation after them. */
export async function shownBy(db: Db, workspaceId: string, { id, userId, startsAt }: Drill): Promise<ShownByDrill> {
  const uses = await listUses(db, workspaceId, { drillId: id, limit: 100 });
  const lastAt = uses[0]?.at ?? startsAt;
  const confirmedAt = (await rotationsKnown(db, workspaceId, "user", [userId])).get(userId)?.confirmedAt ?? null;
  return { uses: uses.length, rotatedAt: confirmedAt !== null && confirmedAt > lastAt ? confirmedAt : null };
}

/** What the register sees for itself nobody has to be believed about. */
function refuseUnshown(step: string, { uses, rotatedAt }: ShownByDrill): void {
  if ((step === "log_distinct" || step === "signs_in_cut_off") && uses === 0)
    throw new Refused(409, "not_shown", "The register knows of no sign-in within the time of this drill.", {
      field: step,
    });
  if (step === "credential_rotated" && rotatedAt === null)
    throw new Refused(409, "not_shown", "No rotation after the sign-in was confirmed by a second person.", {
      field: step,
    });
}

type Change = (tx: Db, journal: Journal, drill: Drill) => Promise<void>;

async function change(db: Db, { caller, id, now }: OneDrill, carryOut: Change): Promise<void> {
  const workspaceId = caller.workspace.id;
  await write(db, { workspaceId, actor: caller.auditActor, now }, async (tx, journal) => {
    const drill = await findDrill(tx, workspaceId, id);
    if (!drill) throw new Refused(404, "not_found", "There is no such drill.");
    await refuseOutsider(tx, caller, drill.userId);
    if (drill.finishedAt !== null) throw finished();
    await carryOut(tx, journal, drill);
  });
}

function finished(): Refused {
  return new Refused(409, "drill_finished", "The drill is over; nothing in it changes any more.");
}
