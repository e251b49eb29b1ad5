import { emptyReport } from "#app/break-glass/incident.ts";
import type { Db } from "#db/connect.ts";
import { insertDrill } from "#db/drills.ts";
import { insertIncident } from "#db/incidents.ts";
import { api, change, type Entry, everyone, page, record } from "./answers.ts";

const [use, drill, incident] = ["visited.1.0", "drl_visited", "INC-2026-0900"];

type Visited = { workspaceId: string; userId: string; mark: string; now: string };

/** A use, a drill and a draft of the workspace that is visited. */
export async function emergencyVisited(db: Db, { workspaceId, userId, mark, now }: Visited): Promise<void> {
  const signIn = { applicationId: mark, methods: "password", reason: "MFA_NOT_REQUIRED" };
  await db
    .insertInto("breakGlassUses")
    .values({ workspaceId, id: use, userId, at: now, ip: null, notedAt: now, ...signIn })
    .execute();
  await insertIncident(db, workspaceId, {
    ...{ id: incident, userId, title: `${mark} was used`, reference: null, reason: null, openedAt: now },
    ...{ beginsAt: now, endsAt: null, declaredBy: null, declaredAt: null, report: emptyReport([]) },
  });
  await insertDrill(db, workspaceId, {
    ...{ id: drill, userId, quarter: "2026-Q4", startsAt: now, endsAt: now, signsIn: userId, plannedBy: userId },
    plannedAt: now,
  });
}

const emergency = { title: "Walked in", reason: "Somebody walked in here.", hours: "1" };
const plan = { account: "usr_of_somebody_else", hours: "1", signs_in: "usr_of_somebody_else" };
const apiRecord = { ...api, stranger: 404 } as const;
const apiChange = { ...apiRecord, auditor: 403 } as const;

/** A page and its API, each read and asked to change something. */
function oneOf(noun: string, id: string, intent: { form: Record<string, string>; command: string }): Entry[] {
  const params = { id };
  const path = `/break-glass/${noun}/${id}`;
  const wire = `api.v1.break-glass.${noun}.$id`;
  return [
    { file: `break-glass.${noun}.$id.tsx`, handler: "loader", path, params, answers: record },
    { file: `break-glass.${noun}.$id.tsx`, handler: "action", path, params, form: intent.form, answers: change },
    { file: `${wire}.ts`, handler: "loader", path: `/api/v1${path}`, params, answers: apiRecord },
    { file: `${wire}.ts`, handler: "action", path: `/api/v1${path}`, params, json: {}, answers: everyone(405) },
    {
      file: `${wire}.$command.ts`,
      handler: "loader",
      path: `/api/v1${path}/${intent.command}`,
      answers: everyone(405),
    },
    {
      ...{ file: `${wire}.$command.ts`, handler: "action", path: `/api/v1${path}/${intent.command}` },
      ...{ params: { id, command: intent.command }, json: {}, answers: apiChange },
    },
  ];
}

/** Every handler of uses, drills and incidents, with a request that would do something if it were let in. */
export const emergencyRoutes: Entry[] = [
  ...oneOf("uses", use, { form: { intent: "close" }, command: "close" }),
  ...oneOf("drills", drill, { form: { intent: "cancel" }, command: "cancel" }),
  ...oneOf("incidents", incident, { form: { intent: "close" }, command: "close" }),
  { file: "break-glass.uses._index.tsx", handler: "loader", path: "/break-glass/uses", answers: page },
  {
    ...{ file: "break-glass.uses._index.tsx", handler: "action", path: "/break-glass/uses?index", form: {} },
    answers: { nobody: "→ /sign-in", stranger: "→ /break-glass/uses", auditor: 403 },
  },
  { file: "break-glass.drills._index.tsx", handler: "loader", path: "/break-glass/drills", answers: page },
  {
    ...{ file: "break-glass.drills.new.tsx", handler: "loader", path: "/break-glass/drills/new" },
    answers: { ...page, auditor: 403 },
  },
  {
    file: "break-glass.drills.new.tsx",
    handler: "action",
    path: "/break-glass/drills/new",
    form: plan,
    answers: change,
  },
  { file: "break-glass.incidents._index.tsx", handler: "loader", path: "/break-glass/incidents", answers: page },
  {
    ...{ file: "break-glass.incidents.new.tsx", handler: "loader", path: "/break-glass/incidents/new" },
    answers: { ...page, auditor: 403 },
  },
  {
    ...{
      file: "break-glass.incidents.new.tsx",
      handler: "action",
      path: "/break-glass/incidents/new",
      form: emergency,
    },
    answers: { nobody: "→ /sign-in", stranger: "→ /break-glass/incidents/INC-2026-0001", auditor: 403 },
  },
  { file: "api.v1.break-glass.uses.ts", handler: "loader", path: "/api/v1/break-glass/uses", answers: api },
  {
    ...{ file: "api.v1.break-glass.uses.ts", handler: "action", path: "/api/v1/break-glass/uses", json: {} },
    answers: everyone(405),
  },
  { file: "api.v1.break-glass.drills.ts", handler: "loader", path: "/api/v1/break-glass/drills", answers: api },
  {
    ...{ file: "api.v1.break-glass.drills.ts", handler: "action", path: "/api/v1/break-glass/drills" },
    ...{ json: { ...plan, hours: 1 }, answers: apiChange },
  },
  { file: "api.v1.break-glass.incidents.ts", handler: "loader", path: "/api/v1/break-glass/incidents", answers: api },
  {
    ...{ file: "api.v1.break-glass.incidents.ts", handler: "action", path: "/api/v1/break-glass/incidents" },
    ...{ json: { ...emergency, hours: 1 }, answers: { nobody: 401, stranger: 201, auditor: 403 } },
  },
];
