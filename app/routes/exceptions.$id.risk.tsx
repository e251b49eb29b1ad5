import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { RecordControls } from "#app/components/record-controls.tsx";
import { RecordFrame } from "#app/components/record-frame.tsx";
import { RecordRisk } from "#app/components/record-risk.tsx";
import { checkControl } from "#app/controls/check-control.server.ts";
import { checkerOf } from "#app/controls/checker-of.server.ts";
import { ControlCheckBody, errorsOf } from "#app/controls/control-forms.ts";
import { controlsOf } from "#app/controls/controls-view.server.ts";
import { pageOf } from "#app/http/page.server.ts";
import { recordFrame } from "#app/register/record-frame.server.ts";
import { recordMeta } from "#app/register/record-meta.ts";
import { tabPath } from "#app/register/record-tabs.ts";
import { Refused } from "#app/register/refused.ts";
import { sightOf } from "#app/register/show.server.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader(args: LoaderFunctionArgs) {
  return pageOf(async () => {
    const { frame, caller, sight } = await recordFrame(args, "risk");
    const { db, now } = args.context;
    return { frame, ...(await controlsOf(db, caller, sight, now)) };
  });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { id } = Params.parse(params);
  const { db, now } = context;
  return pageOf(async () => {
    const sight = await sightOf(db, caller, id, now);
    const typed = Object.fromEntries([...(await request.formData())].map(([name, value]) => [name, String(value)]));
    const read = ControlCheckBody.safeParse(typed);
    if (!read.success) return data({ typed, errors: errorsOf(read.error) }, { status: 400 });
    try {
      const checking = { workspaceId: caller.workspace.id, id, by: checkerOf(caller, sight), actor: caller.auditActor };
      await checkControl(db, { ...checking, ...read.data, now });
      return redirect(tabPath(id, "risk"));
    } catch (caught) {
      if (!(caught instanceof Refused)) throw caught;
      return data({ typed, errors: { control: caught.message } }, { status: caught.status });
    }
  });
}

export const meta = recordMeta("risk");

export default function RiskTab() {
  const { frame, controls, whyNot } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <RecordFrame frame={frame}>
      <RecordRisk
        view={frame.view}
        controls={
          <RecordControls {...{ controls, whyNot }} typed={answer?.typed ?? {}} errors={answer?.errors ?? {}} />
        }
      />
    </RecordFrame>
  );
}
