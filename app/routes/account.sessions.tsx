import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { clearCookie } from "#app/auth/cookies.server.ts";
import { forgetOwnDevices } from "#app/auth/forget-devices.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { revokeOwnSessions, type WhichSessions } from "#app/auth/revoke-sessions.server.ts";
import { sessionsView } from "#app/auth/sessions-view.server.ts";
import { shownId } from "#app/auth/shown-id.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { Confirm } from "#app/components/confirm.tsx";
import { DeviceTable } from "#app/components/device-table.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { SessionTable } from "#app/components/session-table.tsx";
import { counted } from "#app/http/counted.ts";
import { shellOf } from "#app/http/shell.server.ts";

const id = z.string().max(100);

const SessionsForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("end"), id }),
  z.object({ intent: z.literal("end_others") }),
  z.object({ intent: z.literal("end_all") }),
  z.object({ intent: z.literal("forget"), id }),
  z.object({ intent: z.literal("forget_all") }),
]);
type SessionsForm = z.output<typeof SessionsForm>;

export const meta: MetaFunction = () => [{ title: "My sessions · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const { workspace, user, session } = caller;
  const asked = { workspaceId: workspace.id, userId: user.id, current: session?.idHash ?? null, now };
  return { shell: await shellOf(db, caller, now), now, ...(await sessionsView(db, asked)) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const form = SessionsForm.safeParse(Object.fromEntries(await request.formData()));
  if (!form.success) return wrongFields(form.error);
  const { db, now, publicUrl } = context;
  try {
    if (form.data.intent === "forget" || form.data.intent === "forget_all") {
      const device = form.data.intent === "forget" ? form.data.id : null;
      const forgotten = await forgetOwnDevices(db, { caller, id: device, now });
      return data({ errors: null, done: `${counted(forgotten, "browser")} forgotten.` });
    }
    const which = whichOf(form.data);
    const ended = await revokeOwnSessions(db, { caller, which, now });
    const isOwn = typeof which === "object" && which.id === shownId("ses", caller.session?.idHash ?? "");
    if (which === "all" || isOwn)
      return redirect("/sign-in", { headers: { "Set-Cookie": clearCookie("session", publicUrl) } });
    return data({ errors: null, done: `${counted(ended, "session")} ended.` });
  } catch (caught) {
    return refusedForm(caught);
  }
}

function whichOf(form: Extract<SessionsForm, { intent: `end${string}` }>): WhichSessions {
  switch (form.intent) {
    case "end":
      return { id: form.id };
    case "end_others":
      return "others";
    case "end_all":
      return "all";
    default:
      return form satisfies never;
  }
}

export default function Sessions() {
  const { shell, now, sessions, devices } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const done = answer && "done" in answer ? answer.done : null;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="My sessions"
        lede="Where you are signed in. End what you do not know, and change your password if there is any of it."
      />
      {answer?.errors?.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      {done && <Banner tone="good">{done}</Banner>}
      <div className="stack-wide">
        <SessionTable sessions={sessions} now={now} none="You are signed in nowhere." mayEnd />
        <Form method="post" className="row">
          <Button name="intent" value="end_others">
            End all others
          </Button>
          <Button look="dangerQuiet" name="intent" value="end_all">
            End all and sign out
          </Button>
        </Form>
        <DeviceTable devices={devices} now={now} mayForget />
        {devices.length > 0 && (
          <Confirm
            label="Forget all browsers"
            look="normal"
            consequence="Your next sign-in counts as one from a new browser, wherever it is. Sessions go on."
          >
            <Form method="post">
              <Button name="intent" value="forget_all">
                Forget all browsers
              </Button>
            </Form>
          </Confirm>
        )}
      </div>
    </AppShell>
  );
}
