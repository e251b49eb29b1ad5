import type { Outcome } from "#app/engine/types.ts";
import { wallClockOf } from "#app/register/wall-clock.ts";
import { anySignIn, readCursor, writeSignInCursor } from "#app/signins/sign-in-query.ts";
import type { Db } from "#db/connect.ts";
import { namesOf } from "#db/directory.ts";
import { countByApplication } from "#db/measured-places.ts";
import { listSignIns } from "#db/sign-ins.ts";
import { findUsers } from "#db/users.ts";
import type { Definition } from "./kpi.ts";
import type { MeasuredSignIns, SignInMethod } from "./measured-rows.ts";
import type { Moment } from "./moment.ts";
import { isAllowedFor, methodFor, readSignIns, signInReasons } from "./read-sign-ins.server.ts";
import type { KpiRow } from "./shown-rows.server.ts";

type SignInFigure = Extract<Definition, { rows: "sign_ins" }>;
type Asked = { definition: SignInFigure; applicationId: string | null; after: string; limit: number };

/** Returns the sign-ins behind a figure, the newest first, a page at a time. */
export async function signInsBehind(
  db: Db,
  moment: Moment,
  { definition, applicationId, after, limit }: Asked,
): Promise<{ rows: KpiRow[]; next: string | null; total: number }> {
  const { workspaceId, from, at, timeZone } = moment;
  const { covers, statistic } = definition.over;
  // Without the decisions that it is told from, any method will do to say which reasons a figure covers.
  const rowOf = (reason: MeasuredSignIns["reason"], method: SignInMethod = "none") => ({
    ...{ id: reason, reason, isAllowed: isAllowedFor(reason), method: methodFor(reason) ?? method },
  });
  const covered = signInReasons.filter((reason) => covers(rowOf(reason), at));
  const [only, ...others] = covered;
  const outcome: Outcome = "allow";
  // A figure is of one reason, or of everything that was let in.
  const asked = others.length === 0 && only !== undefined ? { reason: only } : { outcome };
  const { signIns, next } = await listSignIns(db, workspaceId, {
    ...{ ...anySignIn, ...asked, applicationId, from, to: at, limit },
    after: after === "" ? null : readCursor(after),
  });
  const users = await findUsers(
    db,
    workspaceId,
    signIns.map(({ subjectId }) => subjectId),
  );
  const names = await namesOf(
    db,
    workspaceId,
    signIns.flatMap(({ subjectId, applicationId: id }) => [subjectId, id]),
  );
  const subjectOf = (id: string) => users.get(id)?.displayName ?? names.get(`service_principal:${id}`) ?? id;
  return {
    rows: signIns.map(({ decisionId, at: madeAt, subjectId, applicationId: id, reason, method }) => ({
      id: decisionId,
      href: `/decisions/${decisionId}`,
      label: `${subjectOf(subjectId)} at ${names.get(`application:${id}`) ?? id}`,
      counts: statistic.kind !== "share" || statistic.of(rowOf(reason as MeasuredSignIns["reason"], method), at), // cast: written from the union
      value: null,
      note: `${wallClockOf(madeAt, timeZone).replace("T", " ")} · ${reason}`,
    })),
    next: writeSignInCursor(next),
    total: await totalOf(db, moment, covered, applicationId),
  };
}

async function totalOf(
  db: Db,
  moment: Moment,
  covered: readonly MeasuredSignIns["reason"][],
  applicationId: string | null,
): Promise<number> {
  const { workspaceId, from, at } = moment;
  const counted =
    applicationId === null
      ? (await readSignIns(db, moment)).filter(({ reason }) => covered.includes(reason))
      : (await countByApplication(db, workspaceId, { from, to: at, reasons: covered }))
          .filter((count) => count.applicationId === applicationId)
          .map(({ count }) => ({ weight: count }));
  return counted.reduce((sum, { weight = 0 }) => sum + weight, 0);
}
