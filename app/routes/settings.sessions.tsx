import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireAdmin, requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { changeSessionSettings } from "#app/auth/change-session-settings.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { revokeEverySession } from "#app/auth/revoke-sessions.server.ts";
import { SessionSettingsForm } from "#app/auth/session-settings.ts";
import { asksForStepUp, formBeforeStepUp, stepUpFor } from "#app/auth/step-up-for.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { Changeable } from "#app/components/changeable.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { RevokeEverybody } from "#app/components/revoke-everybody.tsx";
import { SessionLimits } from "#app/components/session-limits.tsx";
import { counted } from "#app/http/counted.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { isAdmin } from "#app/register/roles.ts";
import { sessionSettingsOf } from "#db/session-settings.ts";
import { countLiveSessions } from "#db/sessions.ts";

export const meta: MetaFunction = () => [{ title: "Sessions · MFA Register" }];

// No file fields here.
const typedIn = (form: FormData) => Object.fromEntries(form) as Record<string, string>;

const RevokeForm = z.object({
  reason: z.string().trim().min(1, "Say why.").max(200),
  sure: z.literal("yes", { error: "Tick that everybody has to sign in again." }),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  const { db, now } = context;
  const form = await formBeforeStepUp({ request, context }, caller);
  return {
    shell: await shellOf(db, caller, now),
    returned: form && typedIn(form),
    settings: await sessionSettingsOf(db, caller.workspace.id),
    live: await countLiveSessions(db, caller.workspace.id, now),
    mayChange: isAdmin(caller.roles),
    isOwner: caller.roles.includes("owner"),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const form = await request.formData();
  const typed = typedIn(form);
  const { db, now } = context;
  try {
    if (typed.intent === "revoke") {
      const read = RevokeForm.safeParse(typed);
      if (!read.success) return wrongFields(read.error);
      const { sessions, people } = await revokeEverySession(db, { caller, reason: read.data.reason, now });
      return data({ errors: null, done: `${counted(sessions, "session")} of ${peopleCounted(people)} ended.` });
    }
    const read = SessionSettingsForm.safeParse(typed);
    if (!read.success) return wrongFields(read.error);
    await changeSessionSettings(db, { caller, settings: read.data, now });
    return data({ errors: null, done: "Saved. It counts for sessions that run already, too." });
  } catch (caught) {
    if (asksForStepUp(caught)) throw await stepUpFor({ request, context }, { caller, form });
    return refusedForm(caught);
  }
}

function peopleCounted(people: number): string {
  return people === 1 ? "1 person" : `${people} people`;
}

export default function SessionSettingsPage() {
  const { shell, returned, settings, live, isOwner, mayChange } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const done = answer && "done" in answer ? answer.done : null;
  const errors = answer?.errors?.fields ?? {};
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Sessions"
        lede={`How long people stay signed in to the register. ${counted(live.sessions, "session")} of ${peopleCounted(live.people)} now.`}
      />
      <CameBack isBack={returned !== null} />
      {answer?.errors?.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      {done && <Banner tone="good">{done}</Banner>}
      <ErrorSummary errors={errors} title="This was not done" />
      <div className="cols">
        <div>
          <Changeable mayChange={mayChange}>
            <SessionLimits
              settings={settings}
              typed={returned?.intent === "limits" ? returned : null}
              errors={errors}
            />
          </Changeable>
        </div>
        {isOwner && (
          <div className="rail">
            <RevokeEverybody typed={returned?.intent === "revoke" ? returned : null} errors={errors} />
          </div>
        )}
      </div>
    </AppShell>
  );
}
