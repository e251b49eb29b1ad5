import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { attachmentsSeenBy } from "#app/attachments/attachment-sight.server.ts";
import { requireCaller } from "#app/auth/caller.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { editableStates } from "./lifecycle.ts";
import { type RecordTab, tabPath, tabsOf } from "./record-tabs.ts";
import { recordView } from "./record-view.server.ts";
import { mayChange } from "./roles.ts";
import { sightOf } from "./show.server.ts";

const Params = z.object({ id: z.string().min(1) });

/**
 * Reads what stands around every part of a record; a part's own loader adds what only it shows.
 * @throws Refused 404 for a record that the caller may not see, and a redirect for a part that has nothing to show.
 */
export async function recordFrame({ request, params, context }: LoaderFunctionArgs, tab: RecordTab) {
  const caller = await requireCaller({ request, context });
  const { id } = Params.parse(params);
  const { db, now } = context;
  const sight = await sightOf(db, caller, id, now);
  const { record } = sight;
  const view = await recordView(db, caller, sight, now);
  const attachments = (await attachmentsSeenBy(db, caller, sight)).length;
  const tabs = tabsOf({ record, approvals: countOf(view.stages), attachments });
  if (!tabs.some((shown) => shown.tab === tab)) throw redirect(tabPath(id, "overview"));
  const isEditor = record.requestorId === null || record.requestorId === caller.user.id;
  const frame = {
    shell: await shellOf(db, caller, now),
    now,
    tab,
    tabs,
    view,
    mayEdit: isEditor && mayChange(caller.roles) && editableStates.includes(record.state),
  };
  return { caller, sight, frame };
}

type Stages = Awaited<ReturnType<typeof recordView>>["stages"];

function countOf(stages: Stages) {
  return {
    given: stages.reduce((sum, { given, minimum }) => sum + Math.min(given.length, minimum), 0),
    needed: stages.reduce((sum, { minimum }) => sum + minimum, 0),
  };
}

/** What the frame around every part of a record is given. */
export type RecordFrameData = Awaited<ReturnType<typeof recordFrame>>["frame"];
