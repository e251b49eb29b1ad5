import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { UserRoundX } from "lucide-react";
import { z } from "zod";
import { type Caller, requireAdmin, requireCaller } from "#app/auth/caller.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { disableUser, enableUser } from "#app/auth/people.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Badge } from "#app/components/badge.tsx";
import { Banner } from "#app/components/banner.tsx";
import { BeginException } from "#app/components/begin-exception.tsx";
import { Belongings } from "#app/components/belongings.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { Confirm } from "#app/components/confirm.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import type { FieldErrors } from "#app/components/field.tsx";
import { LiveExceptions } from "#app/components/live-exceptions.tsx";
import { LockedBadge } from "#app/components/locked-badge.tsx";
import { NextSignIn } from "#app/components/next-sign-in.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact } from "#app/components/relative-time.ts";
import { SkipBadge } from "#app/components/skip-badge.tsx";
import { UserFactors } from "#app/components/user-factors.tsx";
import { UserFacts } from "#app/components/user-facts.tsx";
import { UserFields } from "#app/components/user-fields.tsx";
import { addMember, removeMember } from "#app/directory/change-object.server.ts";
import { changeDirectoryUser } from "#app/directory/change-user.server.ts";
import { managingBy, requireDirectoryReader } from "#app/directory/directory-access.server.ts";
import { UserForm } from "#app/directory/directory-forms.ts";
import { memberKinds } from "#app/directory/directory-kind.ts";
import { type UserView, userView } from "#app/directory/user-view.server.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { isAdmin } from "#app/register/roles.ts";

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `${page?.view.user.displayName ?? "Directory"} · MFA Register` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireDirectoryReader({ request, context });
  const asked = {
    workspaceId: caller.workspace.id,
    userId: params.id ?? "",
    applicationId: new URL(request.url).searchParams.get("application"),
    now: context.now,
  };
  const view = await pageOf(() => userView(context.db, asked));
  return {
    shell: await shellOf(context.db, caller, context.now),
    now: context.now,
    view,
    mayManage: isAdmin(caller.roles),
  };
}

const belonging = { kind: z.enum(memberKinds), objectId: z.string().trim().min(1, "Name a group or role.").max(256) };

const UserAction = z.discriminatedUnion("intent", [
  UserForm.extend({ intent: z.literal("save") }),
  z.object({ intent: z.literal("join"), ...belonging }),
  z.object({ intent: z.literal("leave"), ...belonging }),
  z.object({ intent: z.literal("disable") }),
  z.object({ intent: z.literal("enable") }),
]);

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const read = UserAction.safeParse(Object.fromEntries(await request.formData()));
  if (!read.success) return wrongFields(read.error);
  try {
    return data({ errors: null, done: await change(context, caller, params.id ?? "", read.data) });
  } catch (caught) {
    return refusedForm(caught);
  }
}

async function change(
  context: RequestContext,
  caller: Caller,
  userId: string,
  form: z.output<typeof UserAction>,
): Promise<string> {
  const { db } = context;
  const managing = managingBy(caller, context);
  switch (form.intent) {
    case "save": {
      const { intent: _intent, ...changes } = form;
      await changeDirectoryUser(db, { ...managing, userId, changes });
      return "The directory says so now.";
    }
    case "join":
      await addMember(db, { ...managing, member: { ...form, userId } });
      return "They belong to it from their next sign-in on.";
    case "leave":
      await removeMember(db, { ...managing, member: { ...form, userId } });
      return "They no longer belong to it.";
    case "disable":
      await disableUser(db, { ...managing, userId, reason: "Disabled in the directory" });
      return "They are barred: every sign-in is refused, and their sessions and tokens have ended.";
    case "enable":
      await enableUser(db, { ...managing, userId });
      return "They may sign in again. Their time to enrol is what it was.";
    default:
      return form satisfies never;
  }
}

export default function DirectoryUserPage() {
  const { shell, now, view, mayManage } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { user } = view;
  const mayChange = mayManage && user.pseudonymisedAt === null;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={user.displayName}
        crumbs={[
          { label: "Directory", to: "/directory" },
          { label: user.userName, canCopy: true },
        ]}
        meta={
          user.disabledAt ? (
            <Barred />
          ) : (
            <>
              <LockedBadge isLocked={view.isLocked} />
              <SkipBadge skip={view.skip} now={now} />
            </>
          )
        }
        actions={<LinkButton to={`/directory/users/${user.id}/sessions`}>Sessions</LinkButton>}
      />
      {user.pseudonymisedAt && (
        <Banner tone="neutral">
          Who this was has been taken out of the register on {exact(user.pseudonymisedAt)}. What they did stays.
        </Banner>
      )}
      {view.bounce && (
        <Banner tone="caution">
          Mail to {view.bounce.address} was given up on {exact(view.bounce.at)}: {view.bounce.response}
        </Banner>
      )}
      {answer?.errors?.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      {answer && "done" in answer && <Banner tone="good">{answer.done}</Banner>}
      <div className="cols">
        <div className="stack-wide">
          <NextSignIn next={view.next} applications={view.applications} />
          <LiveExceptions exceptions={view.exceptions} now={now} none="Nothing lowers what is asked of them." />
          <UserFactors factors={user.factors} now={now} />
          {mayChange && !user.disabledAt && <BackIn userId={user.id} />}
          {mayChange && <Manage user={user} errors={answer?.errors?.fields ?? {}} />}
        </div>
        <div className="rail">
          <UserFacts user={user} standing={view.standing} now={now} />
          {shell.mayFile && !user.pseudonymisedAt && (
            <BeginException user={user} applicationId={view.next?.application.id ?? null} />
          )}
          <Belongings kind="group" belongings={user.groups} known={mayChange ? view.known.groups : null} />
          <Belongings kind="role" belongings={user.roles} known={mayChange ? view.known.roles : null} />
        </div>
      </div>
    </AppShell>
  );
}

/** For somebody who cannot get past the second factor. */
function BackIn({ userId }: { userId: string }) {
  return (
    <Card title="Cannot get in">
      <p className="small muted mb-3">A lost device, a key that has not arrived. Neither signs anybody in.</p>
      <p className="row">
        <LinkButton isSmall to={`/directory/users/${userId}/reset-mfa`}>
          Reset their factors…
        </LinkButton>
        <LinkButton isSmall to={`/directory/users/${userId}/skip-mfa`}>
          Skip MFA for now…
        </LinkButton>
      </p>
    </Card>
  );
}

function Barred() {
  return (
    <Badge tone="danger" icon={UserRoundX}>
      Barred
    </Badge>
  );
}

function Manage({ user, errors }: { user: UserView["user"]; errors: FieldErrors }) {
  return (
    <details className="card fold" open={Object.keys(errors).length > 0}>
      <summary>Edit or bar</summary>
      <Form method="post" className="body" noValidate>
        <ErrorSummary errors={errors} />
        <UserFields errors={errors} known={user} />
        <Button look="primary" name="intent" value="save">
          Save
        </Button>
      </Form>
      <div className="body">
        {user.disabledAt ? (
          <Form method="post" className="row">
            <Button name="intent" value="enable">
              Let in again
            </Button>
            <LinkButton to={`/directory/users/${user.id}/pseudonymise`}>Take their name out…</LinkButton>
          </Form>
        ) : (
          <Confirm
            label="Bar from signing in"
            consequence="Every sign-in is refused from now on, and their sessions and tokens end. Exceptions about them have no effect."
          >
            <Form method="post">
              <Button look="danger" name="intent" value="disable">
                Bar from signing in
              </Button>
            </Form>
          </Confirm>
        )}
      </div>
    </details>
  );
}
