import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { type Caller, requireAdmin, requireAnyRole, requireCaller } from "#app/auth/caller.server.ts";
import { errorsOf, type FormErrors } from "#app/auth/form-errors.server.ts";
import { formBeforeStepUp, requireFreshFactor } from "#app/auth/step-up-for.server.ts";
import { answerToNote, noteIn } from "#app/checkpoints/answer-note.server.ts";
import { CheckpointSettingsForm, changeCheckpointSettings } from "#app/checkpoints/change-settings.server.ts";
import { checkpointsView } from "#app/checkpoints/checkpoints-view.server.ts";
import { publishCheckpoint } from "#app/checkpoints/publish-checkpoint.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { CheckNote, type NoteAnswer } from "#app/components/check-note.tsx";
import { CheckpointSettings } from "#app/components/checkpoint-settings.tsx";
import { CheckpointTable } from "#app/components/checkpoint-table.tsx";
import { Confirm } from "#app/components/confirm.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pager } from "#app/components/pager.tsx";
import { ReportTabs } from "#app/components/report-tabs.tsx";
import { SigningKeys } from "#app/components/signing-keys.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { rotateKey } from "#app/signing/rotate-key.server.ts";

const Query = z.object({ before: z.coerce.number().int().positive().nullable().catch(null).default(null) });
const Intent = z.object({ intent: z.enum(["check", "publish", "settings", "rotate"]) });

export const meta: MetaFunction = () => [{ title: "Checkpoints · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAnyRole(caller);
  const { db, now, publicUrl } = context;
  const { before } = Query.parse(Object.fromEntries(new URL(request.url).searchParams));
  const view = await checkpointsView(db, caller, before);
  return {
    shell: await shellOf(db, caller, now),
    now,
    isBack: (await formBeforeStepUp({ request, context }, caller)) !== null,
    isFirstPage: before === null,
    ...view,
    address: publicUrl.origin + view.address,
  };
}

type Answer = { errors: FormErrors; note: { typed: string; answer: NoteAnswer | null } | null };

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAnyRole(caller);
  const form = await request.formData();
  const read = Intent.safeParse(Object.fromEntries(form));
  if (!read.success) throw new Response("This is none of the forms of this page.", { status: 400 });
  const { intent } = read.data;
  if (intent === "check") return check({ context, caller, form });
  requireAdmin(caller);
  try {
    if (intent === "rotate") await rotate({ request, context }, caller, form);
    else if (intent === "settings") {
      const settings = CheckpointSettingsForm.parse(Object.fromEntries(form));
      await changeCheckpointSettings(context.db, caller, { form: settings, now: context.now });
    } else await publish(context, caller);
  } catch (caught) {
    if (caught instanceof Response) throw caught;
    const { errors, status } = errorsOf(caught);
    return data<Answer>({ errors, note: null }, { status });
  }
  return redirect("/checkpoints");
}

type Call = Pick<ActionFunctionArgs, "request" | "context">;

async function check({ context, caller, form }: Pick<Call, "context"> & { caller: Caller; form: FormData }) {
  const typed = await noteIn(form);
  const answer = typed.trim() === "" ? null : await answerToNote(context.db, caller.workspace.id, typed);
  const fields: Record<string, string> = answer ? {} : { note: "Paste a note, or choose the file that it is in." };
  return data<Answer>({ errors: { form: null, fields }, note: { typed, answer } }, { status: answer ? 200 : 400 });
}

async function publish({ db, secrets, publicUrl, now }: Call["context"], caller: Caller): Promise<void> {
  const writing = { workspaceId: caller.workspace.id, actor: caller.auditActor, now };
  await publishCheckpoint({ db, secrets, publicUrl: publicUrl.origin }, writing);
}

async function rotate({ request, context }: Call, caller: Caller, form: FormData): Promise<void> {
  await requireFreshFactor({ request, context }, { caller, form });
  const { db, secrets, publicUrl, now } = context;
  const by = { by: caller.actor, actor: caller.auditActor, workspaceId: caller.workspace.id };
  await rotateKey({ db, secrets, publicUrl: publicUrl.origin }, { ...by, keyId: String(form.get("key") ?? ""), now });
}

export default function Checkpoints() {
  const page = useLoaderData<typeof loader>();
  const { shell, now, keys, settings, checkpoints, address, next } = page;
  const answer = useActionData<typeof action>();
  const errors = answer?.errors ?? { form: null, fields: {} };
  const ofNote = answer?.note ?? null;
  const typed = { published: settings.isPublished ? "yes" : "no", addresses: settings.addresses.join("\n") };
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Checkpoints"
        lede="Each day the head of the audit log is signed. Whoever keeps the notes can tell a log that was cut off, put back or written anew, even one that follows in itself."
        actions={page.mayPublish && <PublishNow />}
      />
      <ReportTabs current="checkpoints" />
      <CameBack isBack={page.isBack} />
      {errors.form && <Banner tone="danger">{errors.form}</Banner>}
      {checkpoints.length > 0 ? (
        <CheckpointTable checkpoints={checkpoints} now={now} />
      ) : (
        <EmptyState title="No checkpoints yet">The first is signed at the end of this day.</EmptyState>
      )}
      <Pager
        first={page.isFirstPage ? null : "/checkpoints"}
        firstLabel="Newest"
        next={next === null ? null : `/checkpoints?before=${next}`}
        nextLabel="Older"
      />
      <div className="stack mt-4">
        <CheckNote
          errors={ofNote ? errors.fields : {}}
          typed={ofNote?.typed ?? ""}
          answer={ofNote?.answer ?? null}
          key={ofNote?.typed}
        />
        <SigningKeys keys={keys} />
        {page.mayPublish && <CheckpointSettings address={address} typed={typed} errors={ofNote ? {} : errors.fields} />}
        {page.mayRotate && keys[0] && <Rotate keyId={keys[0].id} />}
      </div>
    </AppShell>
  );
}

function PublishNow() {
  return (
    <Form method="post">
      <input type="hidden" name="intent" value="publish" />
      <Button look="primary">Sign one now</Button>
    </Form>
  );
}

function Rotate({ keyId }: { keyId: string }) {
  return (
    <Confirm
      label="Put another key in place"
      consequence="From then on another key signs. What this one signed stays good, and everybody who verifies has to be given the new line. Do it when somebody may have got hold of the key, or of the file that seals it."
    >
      <Form method="post">
        <input type="hidden" name="intent" value="rotate" />
        <input type="hidden" name="key" value={keyId} />
        <Button look="danger">Put another key in place</Button>
      </Form>
    </Confirm>
  );
}
