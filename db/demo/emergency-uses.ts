import { classify, close, writePostMortem } from "#app/break-glass/account-for-use.server.ts";
import { drillSteps } from "#app/break-glass/drill.ts";
import { answerSteps, finishDrill, planDrill } from "#app/break-glass/hold-drill.server.ts";
import { takeNote } from "#app/break-glass/note-use.server.ts";
import { attestRotation, recordRotation } from "#app/break-glass/rotate.server.ts";
import { closeIncident, declareEmergency, endEmergency, writeReport } from "#app/break-glass/see-to-incident.server.ts";
import { addDays, addHours } from "#app/register/days.ts";
import { decideBatch } from "#app/signins/decide-batch.server.ts";
import type { EvaluationRequest } from "#app/signins/evaluation-request.ts";
import { openStream } from "#app/signins/open-stream.server.ts";
import { sealStreams } from "#app/signins/seal-streams.server.ts";
import { findUse, listUnnoted } from "../break-glass-uses.ts";
import type { Db } from "../connect.ts";
import { prepareDecisionWrites } from "../decisions.ts";
import { prepareSignInFacts } from "../sign-in-facts.ts";
import { carryOut, queryRunner } from "../statements.ts";
import { write } from "../write.ts";
import { type CastKey, demoCompany } from "./cast.ts";
import { callerOf } from "./discussions.ts";
import type { Stage, Step } from "./play-story.ts";

/** How the accounts for emergencies were used: in a drill, in an emergency that was declared, and by nobody knows whom. */
export function emergencyUses(stage: Stage, token: string): Step[] {
  return [
    ...drillOfSouth(stage, token),
    ...providerDown(stage, token),
    ...unexplained(stage, token),
    ...nextDrill(stage),
  ];
}

function drillOfSouth(stage: Stage, token: string): Step[] {
  let drill = "";
  let use = "";
  const signedInAgo = 18.2;
  const by = (tx: Db, who: CastKey, now: string) => actOf(tx, stage, who, now);
  const notes: Readonly<Partial<Record<(typeof drillSteps)[number], string>>> = {
    custodians_present: "Diego Navarro and Mei Tanaka",
    seal_intact: "Envelope B-31, unbroken",
    mfa_enforced: "Password and security key, AAL2",
    alarm_reached: "The duty analyst called after 50 seconds",
    resealed: "Envelope B-36",
  };
  return [
    at(stage, signedInAgo + 0.9, async (tx, now) => {
      const said = { account: idOf(stage, "glass.south"), signs_in: idOf(stage, "mei.tanaka"), hours: 3 };
      const starts_at = addDays(stage.now, -signedInAgo - 0.05);
      drill = await planDrill(tx, { ...(await by(tx, "diego.navarro", now)), said: { ...said, starts_at } });
    }),
    ...signIn(stage, token, {
      who: "glass.south",
      ago: signedInAgo,
      ip: "10.40.0.5",
      hasKey: true,
      onNoted: (id) => (use = id),
    }),
    at(stage, 17.9, async (tx, now) => {
      const steps = drillSteps.map((step) => ({ step, result: "pass" as const, note: notes[step] ?? "" }));
      const one = { ...(await by(tx, "diego.navarro", now)), id: drill };
      await answerSteps(tx, { ...one, said: { steps } });
      await finishDrill(tx, { ...one, said: { evidence: "Drill log 2026-7, folder of the operations room" } });
      await close(tx, { ...one, id: use });
    }),
  ];
}

function providerDown(stage: Stage, token: string): Step[] {
  let incident = "";
  let use = "";
  const ago = 2.31;
  return [
    at(stage, ago + 0.02, async (tx, now) => {
      const said = {
        title: "Identity provider away",
        reference: "OPS-5519",
        reason: "Nobody can sign in since its certificate ran out; the directory has to be reached without it.",
        hours: 4,
      };
      incident = await declareEmergency(tx, { ...(await actOf(tx, stage, "tomasz.wilk", now)), said });
    }),
    ...signIn(stage, token, { who: "glass.north", ago, ip: "10.40.0.12", onNoted: (id) => (use = id) }),
    at(stage, ago - 0.02, async (tx, now) =>
      endEmergency(tx, { ...(await actOf(tx, stage, "tomasz.wilk", now)), id: incident }),
    ),
    at(stage, ago - 0.1, (tx, now) => replaceSecret(tx, stage, now)),
    at(stage, ago - 0.3, async (tx, now) => {
      const one = { ...(await actOf(tx, stage, "helen.marsh", now)), id: use };
      const explanation = "Opened by Siobhan Kearney with the duty analyst beside her, as the log of OPS-5519 says.";
      const signed_in_by = idOf(stage, "siobhan.kearney");
      await classify(tx, { ...one, said: { classification: "declared_emergency", explanation, signed_in_by } });
      await writePostMortem(tx, {
        ...one,
        said: {
          what_happened: "The provider's certificate ran out at night, and every sign-in by it was refused.",
          why_needed: "The directory could be reached by no other account that was still let in.",
          what_was_done: "The new certificate was put in place; nothing else was opened.",
          what_would_avoid: "A reminder a month before, which the identity desk has set up since.",
        },
      });
    }),
    at(stage, ago - 0.6, async (tx, now) => {
      const one = await actOf(tx, stage, "tomasz.wilk", now);
      await close(tx, { ...one, id: use });
      const said = {
        who: "Siobhan Kearney as Break-glass north, and the identity desk.",
        when: "Twenty minutes, from the first refused sign-in to the new certificate.",
        where: "The operations room, 10.40.0.12.",
        how: "A sealed password; the account's security key is on order.",
        actions: "One change in the directory: the certificate of the provider.",
        contain: "The session was ended, and the account's exceptions were left as they are.",
        eradicate: "The password was replaced by two people the same day.",
        recover: "The end of the certificate is watched from now on.",
      };
      await writeReport(tx, { ...one, id: incident, said });
      await closeIncident(tx, { ...one, id: incident });
    }),
  ];
}

/** Nobody has said yet what this was. */
function unexplained(stage: Stage, token: string): Step[] {
  return signIn(stage, token, { who: "glass.north", ago: 0.35, ip: "203.0.113.61" });
}

function nextDrill(stage: Stage): Step[] {
  return [
    at(stage, 1.4, async (tx, now) => {
      const said = { account: idOf(stage, "glass.north"), signs_in: idOf(stage, "siobhan.kearney"), hours: 2 };
      const starts_at = addDays(stage.now, 5);
      await planDrill(tx, { ...(await actOf(tx, stage, "helen.marsh", now)), said: { ...said, starts_at } });
    }),
  ];
}

type Used = { who: CastKey; ago: number; ip: string; hasKey?: true; onNoted?: (id: string) => void };

/** A sign-in as an account, decided as any other, and half a minute later what the register makes of it. */
function signIn(stage: Stage, token: string, { who, ago, ip, hasKey, onNoted }: Used): Step[] {
  const { workspaceId } = stage;
  return [
    at(stage, ago, async (tx, now) => {
      const methods = hasKey ? (["password", "security_key"] as const) : (["password"] as const);
      const request: EvaluationRequest = {
        subjectKind: "user",
        subjectId: `${who}@${demoCompany.domain}`,
        applicationId: "directory-admin",
        client: { ip, device: "managed", isKnownDevice: false, protocol: "modern", country: "IE" },
        completed: methods.map((method) => ({ method, completedAt: now, userVerified: hasKey === true })),
      };
      const statements = { facts: prepareSignInFacts(tx), writes: prepareDecisionWrites(tx) };
      const call = { token, requestId: null, requests: [request], semantic: "execute_all" as const };
      const run = queryRunner(tx);
      const { heads, writes } = await decideBatch(statements, run, {
        calls: [call],
        chainedTo: async () => openStream(),
        now,
      });
      await carryOut(run, writes);
      await sealStreams(tx, heads, now);
    }),
    at(stage, ago - 30 / 86_400, async (tx, now) => {
      const [use] = await listUnnoted(tx, workspaceId, 1);
      if (!use) throw new Error(`${who} was not let in, expected a use`);
      const job = { kind: "job", id: "note-break-glass-uses" } as const;
      await write(tx, { workspaceId, actor: job, now }, (inner, journal) =>
        takeNote({ tx: inner, journal, workspaceId, now }, use),
      );
      if (!(await findUse(tx, workspaceId, use.id))?.notedAt) throw new Error("a use was not noted");
      onNoted?.(use.id);
    }),
  ];
}

async function replaceSecret(tx: Db, stage: Stage, now: string): Promise<void> {
  const secret = { kind: "user", id: idOf(stage, "glass.north"), cause: "use", outcome: "rotated" } as const;
  const rotationId = await recordRotation(tx, {
    ...{ caller: await callerOf(tx, stage, "helen.marsh", now), ...secret, reference: "Seal 0419", note: "", now },
    rotatedAt: addHours(now, -0.5),
  });
  const caller = await callerOf(tx, stage, "siobhan.kearney", now);
  await attestRotation(tx, { caller, rotationId, attestation: "confirmed", note: "", now });
}

async function actOf(tx: Db, stage: Stage, who: CastKey, now: string) {
  return { caller: await callerOf(tx, stage, who, now), now };
}

function at(stage: Stage, ago: number, run: (tx: Db, now: string) => Promise<unknown>): Step {
  const now = addDays(stage.now, -ago);
  return {
    at: now,
    run: async (tx) => {
      await run(tx, now);
    },
  };
}

function idOf({ people }: Stage, who: CastKey): string {
  const id = people.get(who);
  if (!id) throw new Error(`${who} is not in the cast`);
  return id;
}
