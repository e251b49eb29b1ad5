import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { addAttachment } from "#app/attachments/add-attachment.server.ts";
import { WithdrawalBody } from "#app/attachments/attachment.ts";
import { attachmentsSeenBy, mayOpen, mayWithdraw } from "#app/attachments/attachment-sight.server.ts";
import { withdrawAttachment } from "#app/attachments/withdraw-attachment.server.ts";
import { requireCaller } from "#app/auth/caller.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { RecordEvidence } from "#app/components/record-evidence.tsx";
import { RecordFrame } from "#app/components/record-frame.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { namesFor } from "#app/register/names.server.ts";
import { recordFrame } from "#app/register/record-frame.server.ts";
import { recordMeta } from "#app/register/record-meta.ts";
import { tabPath } from "#app/register/record-tabs.ts";
import { mayChange } from "#app/register/roles.ts";

export async function loader(args: LoaderFunctionArgs) {
  return pageOf(async () => {
    const { caller, sight, frame } = await recordFrame(args, "evidence");
    const { db } = args.context;
    const attachments = await attachmentsSeenBy(db, caller, sight);
    const people = attachments.flatMap(({ uploadedBy, withdrawn }) => [uploadedBy, withdrawn?.by ?? uploadedBy]);
    return {
      frame,
      attachments: attachments.map((attachment) => ({
        ...attachment,
        mayOpen: mayOpen(attachment, caller),
        mayWithdraw: mayWithdraw(attachment, caller),
      })),
      names: Object.fromEntries(await namesFor(db, caller.workspace.id, [], people)),
      mayAdd: mayChange(caller.roles),
    };
  });
}

const Params = z.object({ id: z.string().min(1) });
const Withdrawal = z.object({ attachment: z.string().min(1), ...WithdrawalBody.shape });

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { id } = Params.parse(params);
  try {
    // Only the form with the file comes in parts.
    if (request.headers.get("Content-Type")?.startsWith("multipart/form-data"))
      await addAttachment(context, { caller, id, request });
    else {
      const read = Withdrawal.safeParse(Object.fromEntries(await request.formData()));
      if (!read.success) return wrongFields(read.error);
      const { attachment, reason } = read.data;
      await withdrawAttachment(context.db, { caller, exceptionId: id, id: attachment, reason, now: context.now });
    }
  } catch (caught) {
    return refusedForm(caught);
  }
  return redirect(tabPath(id, "evidence"));
}

export const meta = recordMeta("evidence");

export default function EvidenceTab() {
  const { frame, attachments, names, mayAdd } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { view, now } = frame;
  return (
    <RecordFrame frame={frame}>
      <RecordEvidence
        id={view.record.id}
        {...{ attachments, names, mayAdd, now }}
        errors={answer?.errors ?? { form: null, fields: {} }}
        isPrivate={view.category.reasonIsPrivate}
      />
    </RecordFrame>
  );
}
