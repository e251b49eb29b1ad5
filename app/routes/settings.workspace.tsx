import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireAdmin, requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { wrongFields } from "#app/auth/form-errors.server.ts";
import { mfaResetters } from "#app/auth/mfa-reset.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Changeable } from "#app/components/changeable.tsx";
import { Choices } from "#app/components/choices.tsx";
import { DecisionSettingsFields } from "#app/components/decision-settings-fields.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { TextField } from "#app/components/field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { decisionFields, faultsInDecisions } from "#app/register/decision-settings.ts";
import { isTimeZone } from "#app/register/is-time-zone.ts";
import { isAdmin } from "#app/register/roles.ts";
import { updateWorkspace } from "#db/workspaces.ts";
import { write } from "#db/write.ts";

const Settings = z
  .object({
    name: z.string().trim().min(1, "Enter a name.").max(200),
    timeZone: z.string().refine(isTimeZone, "Enter a time zone such as Europe/Berlin."),
    securityContact: z.union([
      z.literal("").transform(() => null),
      z.email("Enter an e-mail address, or leave it empty."),
    ]),
    mfaResetBy: z.enum(mfaResetters),
    ...decisionFields,
  })
  .superRefine((settings, { addIssue }) => {
    for (const { path, message } of faultsInDecisions(settings)) addIssue({ code: "custom", path, message });
  });

const resetterChoices = [
  { value: "owners", label: "Owners", text: "The usual: few people, whom nobody talks into it easily." },
  { value: "admins", label: "Owners and admins", text: "Where owners are too few to be reached in time." },
];

export const meta: MetaFunction = () => [{ title: "Workspace · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  return {
    shell: await shellOf(context.db, caller, context.now),
    workspace: caller.workspace,
    mayChange: isAdmin(caller.roles),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const read = Settings.safeParse(Object.fromEntries(await request.formData()));
  if (!read.success) return wrongFields(read.error);
  const { id, slug, createdAt, ...before } = caller.workspace;
  // Otherwise an admin could give themself what the owners kept.
  if (read.data.mfaResetBy !== before.mfaResetBy && !caller.roles.includes("owner")) {
    const fields: Record<string, string> = { mfaResetBy: "Only an owner changes who may reset factors." };
    return data({ errors: { form: null, fields } }, { status: 403 });
  }
  const writing = { workspaceId: id, actor: caller.auditActor, now: context.now };
  await write(context.db, writing, async (tx, { audit }) => {
    await updateWorkspace(tx, id, read.data);
    audit("workspace.updated", { kind: "workspace", id }, { before, after: read.data });
  });
  return data({ errors: null });
}

export default function WorkspaceSettings() {
  const { shell, workspace, mayChange } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const errors = answer?.errors?.fields ?? {};
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Workspace"
        lede="What it is called, who is told when something is wrong, and what happens while approvers are silent."
      />
      {answer?.errors === null && <Banner tone="good">The settings were saved.</Banner>}
      <Changeable mayChange={mayChange}>
        <Form method="post" noValidate>
          <ErrorSummary errors={errors} title="The settings were not saved" />
          <TextField name="name" label="Name" error={errors.name} defaultValue={workspace.name} />
          <TextField
            name="timeZone"
            label="Time zone"
            hint="Reviews fall on its calendar days, as Europe/Berlin"
            error={errors.timeZone}
            defaultValue={workspace.timeZone}
          />
          <TextField
            name="securityContact"
            type="email"
            label="Security contact"
            hint="The address that is told at once of resets, emergencies, and a log that does not follow"
            error={errors.securityContact}
            defaultValue={workspace.securityContact ?? ""}
          />
          <Choices
            name="mfaResetBy"
            legend="Who may reset the factors of somebody else"
            hint="On proof that it is them; those of an owner are reset by an owner alone"
            error={errors.mfaResetBy}
            choices={resetterChoices}
            chosen={workspace.mfaResetBy}
          />
          <DecisionSettingsFields settings={workspace} errors={errors} />
          <button className="btn primary" type="submit">
            Save
          </button>
        </Form>
      </Changeable>
    </AppShell>
  );
}
