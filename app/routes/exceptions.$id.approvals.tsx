import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { Banner } from "#app/components/banner.tsx";
import { RecordApprovals } from "#app/components/record-approvals.tsx";
import { RecordFrame } from "#app/components/record-frame.tsx";
import { RecordThread } from "#app/components/record-thread.tsx";
import { RecordWatchers } from "#app/components/record-watchers.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { addComment } from "#app/register/add-comment.server.ts";
import { CommentBody } from "#app/register/comment.ts";
import { recordFrame } from "#app/register/record-frame.server.ts";
import { recordMeta } from "#app/register/record-meta.ts";
import { tabPath } from "#app/register/record-tabs.ts";
import { recordThread } from "#app/register/record-thread.server.ts";
import { mayChange } from "#app/register/roles.ts";
import { setWatch, watchersFor } from "#app/register/watch.server.ts";

const Query = z.object({ before: z.coerce.number().int().positive().nullable().catch(null) });

export async function loader(args: LoaderFunctionArgs) {
  return pageOf(async () => {
    const { caller, sight, frame } = await recordFrame(args, "approvals");
    const { db } = args.context;
    const { before } = Query.parse({ before: new URL(args.request.url).searchParams.get("before") });
    return {
      frame,
      thread: await recordThread(db, caller, sight, before),
      isLatest: before === null,
      watchers: await watchersFor(db, caller, sight.record),
      mayChange: mayChange(caller.roles),
    };
  });
}

const Params = z.object({ id: z.string().min(1) });
const ThreadForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("comment"), ...CommentBody.shape }),
  z.object({ intent: z.enum(["watch", "unwatch"]) }),
]);

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { id } = Params.parse(params);
  const { db, now } = context;
  const read = ThreadForm.safeParse(Object.fromEntries(await request.formData()));
  if (!read.success) return wrongFields(read.error);
  try {
    if (read.data.intent === "comment") await addComment(db, { caller, id, body: read.data.body, now });
    else await setWatch(db, { caller, id, isWatching: read.data.intent === "watch", now });
  } catch (caught) {
    return refusedForm(caught);
  }
  return redirect(tabPath(id, "approvals"));
}

export const meta = recordMeta("approvals");

export default function ApprovalsTab() {
  const { frame, thread, isLatest, watchers, mayChange: mayAdd } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { view, now } = frame;
  return (
    <RecordFrame
      frame={frame}
      rail={
        <>
          <RecordApprovals view={view} />
          <RecordWatchers watchers={watchers} mayWatch={mayAdd} />
        </>
      }
    >
      {answer?.errors.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      <RecordThread
        id={view.record.id}
        thread={thread}
        isLatest={isLatest}
        mayComment={mayAdd}
        isPrivate={view.category.reasonIsPrivate}
        errors={answer?.errors.fields ?? {}}
        now={now}
      />
    </RecordFrame>
  );
}
