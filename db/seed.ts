import type { SecretBox } from "#app/auth/secret-box.server.ts";
import { createWorkspace } from "#app/register/create-workspace.server.ts";
import { addDays } from "#app/register/days.ts";
import { DraftSchema } from "#app/register/exception-schemas.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import type { Database, Db } from "./connect.ts";
import { accessibilityStories } from "./demo/accessibility-stories.ts";
import { administrativeStories } from "./demo/administrative-stories.ts";
import { auditorHere } from "./demo/auditor-here.ts";
import { breakGlassStories } from "./demo/break-glass-stories.ts";
import { type CastKey, demoCompany } from "./demo/cast.ts";
import { changedSince } from "./demo/changed-since.ts";
import { checkpointsSigned } from "./demo/checkpoints-signed.ts";
import { decisionsInTime } from "./demo/decisions-in-time.ts";
import { discussions } from "./demo/discussions.ts";
import { emergencyAccounts } from "./demo/emergency-accounts.ts";
import { emergencyUses } from "./demo/emergency-uses.ts";
import { enrollmentStories } from "./demo/enrollment-stories.ts";
import { enrolments } from "./demo/enrolments.ts";
import { peopleMeasured } from "./demo/figures-kept.ts";
import { incidentStories } from "./demo/incident-stories.ts";
import { legacyStories } from "./demo/legacy-stories.ts";
import { logVerified } from "./demo/log-verified.ts";
import { mailLookedAt } from "./demo/mail-looked-at.ts";
import { mfaSkipped } from "./demo/mfa-skipped.ts";
import { moveIn } from "./demo/move-in.ts";
import { oversightHistory } from "./demo/oversight-history.ts";
import { oversightStories } from "./demo/oversight-stories.ts";
import { partnerStories } from "./demo/partner-stories.ts";
import { playStory, type Stage, type Step } from "./demo/play-story.ts";
import { policyHistory } from "./demo/policy-history.ts";
import { reportsSent } from "./demo/reports-sent.ts";
import { ruleHistory } from "./demo/rule-history.ts";
import { connectLoginPath, playSignIns } from "./demo/sign-ins.ts";
import { signedIn } from "./demo/signed-in.ts";
import { singleSignOnPrepared } from "./demo/single-sign-on-prepared.ts";
import type { Day } from "./demo/story.ts";
import { tokenHistory } from "./demo/token-history.ts";
import { toldOutside } from "./demo/told-outside.ts";
import { tryOut } from "./demo/try-out.ts";
import { viewsKept } from "./demo/views-kept.ts";
import { whoLeft } from "./demo/who-left.ts";
import { gatherRecent } from "./gather-sign-ins.ts";
import { inTransaction } from "./write.ts";

const books = [
  breakGlassStories,
  administrativeStories,
  legacyStories,
  enrollmentStories,
  accessibilityStories,
  partnerStories,
  incidentStories,
  oversightStories,
];

/**
 * Fills an empty, migrated database with the invented register of one company and returns its workspace's id.
 * Everything is done by the commands that people use, in the order of time, so the audit chain and the duties are true.
 * What people were at the end of a day is kept for as many of the last days as figures are wanted of.
 */
export async function seedDemo(
  database: Database,
  now: string,
  secrets: SecretBox,
  { measuredDays = 0 } = {},
): Promise<string> {
  const { workspaceId, token } = await inTransaction(database.db, async (tx) => {
    const opening = addDays(now, -210);
    const workspace = await createWorkspace(tx, {
      slug: demoCompany.slug,
      name: demoCompany.name,
      timeZone: demoCompany.timeZone,
      securityContact: `soc@${demoCompany.domain}`,
      actor: { kind: "console", id: null },
      now: opening,
    });
    const people: ReadonlyMap<CastKey, string> = await moveIn(tx, workspace.id, opening);
    const token = await connectLoginPath(tx, workspace.id, addDays(opening, 2));
    const stage: Stage = { workspaceId: workspace.id, people, now };
    const day: Day = (inDays) => addDays(now, inDays).slice(0, 10);
    const stories = books.flatMap((book) => book(day));
    const steps = [
      ...stories.flatMap((story, index) => playStory(stage, story, index)),
      ...enrolments(stage, secrets),
      ...policyHistory(stage),
      ...ruleHistory(stage),
      ...viewsKept(stage),
      ...discussions(stage),
      ...changedSince(stage, secrets),
      ...tokenHistory(stage, secrets),
      ...decisionsInTime(stage),
      ...mfaSkipped(stage),
      ...singleSignOnPrepared(stage, secrets),
      ...toldOutside(stage, secrets),
      ...oversightHistory(stage),
      ...auditorHere(stage),
      ...whoLeft(stage),
      ...emergencyAccounts(stage),
      ...emergencyUses(stage, token),
      ...reportsSent(stage),
      ...checkpointsSigned(stage, secrets),
      ...importedDrafts(stage),
      ...peopleMeasured(stage, measuredDays),
    ];
    for (const step of steps.sort((one, other) => Date.parse(one.at) - Date.parse(other.at))) await step.run(tx);
    return { workspaceId: workspace.id, token };
  });
  // Decisions have a transaction of their own, so they come when the register is there.
  await signedIn(database, workspaceId, now);
  await playSignIns(database, token, now);
  await gatherRecent(database.db, workspaceId);
  await tryOut(database.db, workspaceId, now);
  await logVerified(database.db, workspaceId, now);
  await mailLookedAt(database.db, workspaceId, now);
  return workspaceId;
}

/** Drafts as an import leaves them: nobody has taken them on yet. */
function importedDrafts({ workspaceId, now }: Stage): Step[] {
  const policy = "Second factor for cloud applications";
  const found = [
    {
      kind: "group",
      id: "reading-room",
      name: "Reading room",
      scope: { groups: ["reading-room"], applications: ["slide-viewer"] },
    },
    { kind: "role", id: "helpdesk", name: "Help desk", scope: { roles: ["helpdesk"] } },
    { kind: "application", id: "badge-office", name: "Badge office", scope: { applications: ["badge-office"] } },
  ];
  const at = addDays(now, -2);
  return found.map(({ kind, id, name, scope }) => ({
    at,
    run: async (tx: Db) => {
      await fileException(tx, {
        workspaceId,
        draft: DraftSchema.parse({
          title: `${name} is excluded from "${policy}"`,
          category: kind === "application" ? "legacy_or_service_account" : "administrative_exclusion",
          scope,
        }),
        requestor: null,
        actor: { kind: "console", id: null },
        source: { label: `Conditional Access: ${policy}`, key: `entra-ca:demo:${kind}:${id}` },
        now: at,
      });
    },
  }));
}
