import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { type Caller, requireCaller, requireOversight } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Card } from "#app/components/card.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { WhatIfAnswer } from "#app/components/what-if-answer.tsx";
import { WhatIfForm } from "#app/components/what-if-form.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { Refused } from "#app/register/refused.ts";
import { trialChoices } from "#app/replays/trial-choices.server.ts";
import { signInNames } from "#app/signins/sign-in-names.server.ts";
import { trySignIn } from "#app/what-if/try-sign-in.server.ts";
import { fieldsOf, requestOf, type WhatIfFields } from "#app/what-if/what-if-form.ts";
import type { Db } from "#db/connect.ts";
import { listDirectoryObjects } from "#db/directory.ts";

export const meta: MetaFunction = () => [{ title: "What if · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireOversight(caller);
  const { db, now } = context;
  const workspaceId = caller.workspace.id;
  const { searchParams } = new URL(request.url);
  const fields = fieldsOf(searchParams);
  return {
    shell: await shellOf(db, caller, now),
    fields,
    choices: await trialChoices(db, workspaceId),
    applications: await listDirectoryObjects(db, workspaceId, "application"),
    // A form that nobody has sent yet has no mistakes.
    ...(searchParams.has("application") ? await answerTo(db, caller.workspace, fields, now) : unasked),
  };
}

const unasked = { errors: {}, answer: null, names: {} };

async function answerTo(db: Db, workspace: Caller["workspace"], fields: WhatIfFields, now: string) {
  const read = requestOf(fields, workspace.timeZone);
  if (!read.ok) return { ...unasked, errors: read.errors };
  try {
    const answer = await trySignIn(db, workspace.id, read.request, now);
    const about = answer.rows.map(({ subjectId }) => ({ subjectId, applicationId: fields.application }));
    return { errors: {}, answer, names: await signInNames(db, workspace.id, about) };
  } catch (caught) {
    if (!(caught instanceof Refused)) throw caught;
    return { ...unasked, errors: { [String(caught.more.field ?? "subject")]: caught.message } };
  }
}

export default function WhatIfPage() {
  const { shell, fields, choices, applications, errors, answer, names } = useLoaderData<typeof loader>();
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="What if"
        crumbs={[{ label: "Sign-ins", to: "/decisions" }, { label: "What if" }]}
        lede="How a sign-in would be decided. Nothing is changed and nothing is recorded."
      />
      <div className="stack-wide">
        <Card title="The sign-in">
          <WhatIfForm
            key={JSON.stringify(fields)}
            fields={fields}
            errors={errors}
            choices={choices}
            applications={applications}
          />
        </Card>
        {answer && <WhatIfAnswer answer={answer} names={names} isGroup={fields.type === "group"} />}
      </div>
    </AppShell>
  );
}
