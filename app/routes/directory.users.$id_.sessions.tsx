import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { type Caller, requireAdmin, requireCaller } from "#app/auth/caller.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { revokeSessionsOf } from "#app/auth/revoke-sessions.server.ts";
import { sessionsView } from "#app/auth/sessions-view.server.ts";
import { asksForStepUp, stepUpFor } from "#app/auth/step-up-for.server.ts";
import { unlockUser } from "#app/auth/unlock.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { Confirm } from "#app/components/confirm.tsx";
import { DeviceTable } from "#app/components/device-table.tsx";
import { LockedBadge } from "#app/components/locked-badge.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact, relative } from "#app/components/relative-time.ts";
import { SessionTable } from "#app/components/session-table.tsx";
import { managingBy, requireDirectoryReader } from "#app/directory/directory-access.server.ts";
import { counted } from "#app/http/counted.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { isAdmin } from "#app/register/roles.ts";
import { findUser } from "#db/users.ts";

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `Sessions of ${page?.user.displayName ?? "somebody"} · MFA Register` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireDirectoryReader({ request, context });
  const { db, now } = context;
  const user = await findUser(db, caller.workspace.id, params.id ?? "");
  if (!user) throw new Response("There is no such person.", { status: 404 });
  const { id, userName, displayName, lockedUntil } = user;
  const asked = { workspaceId: caller.workspace.id, userId: id, current: caller.session?.idHash ?? null, now };
  return {
    shell: await shellOf(db, caller, now),
    now,
    user: { id, userName, displayName },
    lockedUntil: lockedUntil !== null && lockedUntil > now ? lockedUntil : null,
    mayManage: isAdmin(caller.roles),
    ...(await sessionsView(db, asked)),
  };
}

const SessionsForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("end"), id: z.string().max(100) }),
  z.object({ intent: z.literal("end_all") }),
  z.object({ intent: z.literal("unlock") }),
]);

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const read = SessionsForm.safeParse(Object.fromEntries(await request.formData()));
  if (!read.success) return wrongFields(read.error);
  try {
    return data({ errors: null, done: await change(context, caller, params.id ?? "", read.data) });
  } catch (caught) {
    if (asksForStepUp(caught)) throw await stepUpFor({ request, context }, { caller });
    return refusedForm(caught);
  }
}

async function change(
  context: RequestContext,
  caller: Caller,
  userId: string,
  form: z.output<typeof SessionsForm>,
): Promise<string> {
  const { db, now } = context;
  if (form.intent === "unlock") {
    await unlockUser(db, { caller, userId, now });
    return "The account is open again. Earlier failures are forgotten.";
  }
  const id = form.intent === "end" ? form.id : null;
  const ended = await revokeSessionsOf(db, { ...managingBy(caller, context), userId, id });
  return `${counted(ended, "session")} ended.`;
}

export default function SessionsOfUser() {
  const { shell, now, user, lockedUntil, mayManage, sessions, devices } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const done = answer && "done" in answer ? answer.done : null;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Sessions"
        crumbs={[
          { label: "Directory", to: "/directory" },
          { label: user.displayName, to: `/directory/users/${user.id}` },
          { label: "Sessions" },
        ]}
        lede={`Where ${user.displayName} (${user.userName}) is signed in to the register.`}
        meta={<LockedBadge isLocked={lockedUntil !== null} />}
      />
      {answer?.errors?.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      {done && <Banner tone="good">{done}</Banner>}
      <div className="stack-wide">
        {lockedUntil && <Lock until={lockedUntil} now={now} mayUnlock={mayManage} />}
        <SessionTable
          sessions={sessions}
          now={now}
          none="They are signed in nowhere."
          mayEnd={mayManage && sessions.length > 0}
        />
        {mayManage && sessions.length > 0 && (
          <Confirm
            label="End all their sessions"
            consequence="They are signed out everywhere at once, and may sign in again. To keep them out, bar them in the directory."
          >
            <Form method="post">
              <Button look="danger" name="intent" value="end_all">
                End all their sessions
              </Button>
            </Form>
          </Confirm>
        )}
        <DeviceTable devices={devices} now={now} mayForget={false} />
      </div>
    </AppShell>
  );
}

function Lock({ until, now, mayUnlock }: { until: string; now: string; mayUnlock: boolean }) {
  return (
    <Card title="Locked after wrong tries" isAct>
      <div className="stack">
        <p>
          Every proof is refused until {exact(until)}, {relative(until, now)}. The account opens by itself then.
        </p>
        {mayUnlock && (
          <Form method="post" className="row">
            <Button name="intent" value="unlock">
              Open it now
            </Button>
            <span className="hint">Only if the person themselves told you that the wrong tries were theirs</span>
          </Form>
        )}
      </div>
    </Card>
  );
}
