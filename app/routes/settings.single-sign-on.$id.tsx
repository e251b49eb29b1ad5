import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { redirectUri } from "#app/auth/begin-sso.server.ts";
import { type Caller, requireAdmin, requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { type FormErrors, refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { blankProvider, ProviderForm, typedIn, typedOf } from "#app/auth/provider-form.ts";
import { saveProvider } from "#app/auth/save-provider.server.ts";
import { formBeforeStepUp, requireFreshFactor } from "#app/auth/step-up-for.server.ts";
import { unlinkPerson } from "#app/auth/unlink-identity.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { Card } from "#app/components/card.tsx";
import { Changeable } from "#app/components/changeable.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { TextField } from "#app/components/field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { ProviderFields } from "#app/components/provider-fields.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin } from "#app/register/roles.ts";
import { findIdentityProvider } from "#db/identity-providers.ts";

const Params = z.object({ id: z.string().min(1) });
const UnlinkForm = z.object({ userName: z.email("Enter the e-mail address that the person has here.") });
const isNew = (id: string) => id === "new";

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.name ?? "New provider"} · MFA Register` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { id } = Params.parse(params);
  if (isNew(id)) requireAdmin(caller);
  requirePolicyReader(caller);
  const provider = isNew(id) ? null : await findIdentityProvider(context.db, caller.workspace.id, id);
  if (provider === undefined) throw new Response("There is no such identity provider.", { status: 404 });
  const returned = await formBeforeStepUp({ request, context }, caller);
  const form = returned?.get("intent") === "unlink" ? null : returned;
  const stored = provider === null ? blankProvider : typedOf(provider);
  return {
    shell: await shellOf(context.db, caller, context.now),
    name: provider?.name ?? null,
    mayChange: isAdmin(caller.roles),
    isBack: returned !== null,
    typed: form === null ? stored : typedIn(form),
    hasSecret: provider !== null && provider.clientSecret !== null,
    redirectUri: redirectUri(context.publicUrl),
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const { id } = Params.parse(params);
  const form = await request.formData();
  const call = { request, context };
  return form.get("intent") === "unlink" ? unlink(call, { caller, id, form }) : save(call, { caller, id, form });
}

type Call = Pick<ActionFunctionArgs, "request" | "context">;
type Sent = { caller: Caller; id: string; form: FormData };

async function unlink({ request, context }: Call, { caller, id, form }: Sent) {
  const read = UnlinkForm.safeParse(Object.fromEntries(form));
  if (!read.success) return wrongFields(read.error);
  await requireFreshFactor({ request, context }, { caller, form });
  const { db, now } = context;
  const by = { workspaceId: caller.workspace.id, by: caller.actor, actor: caller.auditActor };
  try {
    await unlinkPerson(db, { ...by, providerId: id, userName: read.data.userName, now });
    return data({ errors: null, unlinked: read.data.userName });
  } catch (caught) {
    return refusedForm(caught);
  }
}

async function save({ request, context }: Call, { caller, id, form }: Sent) {
  const read = ProviderForm.safeParse(Object.fromEntries(form));
  const refused = (errors: FormErrors, status: number) => data({ errors, typed: typedIn(form) }, { status });
  if (!read.success) {
    const fields = Object.fromEntries(read.error.issues.map(({ path, message }) => [path.join("."), message]));
    return refused({ form: null, fields }, 400);
  }
  await requireFreshFactor({ request, context }, { caller, form });
  try {
    const saving = { workspaceId: caller.workspace.id, by: caller.actor, actor: caller.auditActor };
    await saveProvider(context, { ...saving, id: isNew(id) ? null : id, form: read.data });
    return redirect("/settings/single-sign-on");
  } catch (caught) {
    if (!(caught instanceof Refused)) throw caught;
    const { message, status, more } = caught;
    const { field } = more;
    return typeof field === "string"
      ? refused({ form: null, fields: { [field]: message } }, status)
      : refused({ form: message, fields: {} }, status);
  }
}

export default function IdentityProviderPage() {
  const { shell, name, mayChange, isBack, typed, hasSecret, redirectUri: backTo } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const errors: FormErrors = answer?.errors ?? { form: null, fields: {} };
  const { userName: unlinkFault, ...faults } = errors.fields;
  const title = name ?? "New provider";
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={title}
        crumbs={[{ label: "Settings" }, { label: "Single sign-on", to: "/settings/single-sign-on" }, { label: title }]}
        lede="A provider that is in use is asked at once whether it answers as it should."
      />
      <CameBack isBack={isBack} />
      {errors.form && <Banner tone="danger">{errors.form}</Banner>}
      {answer && "unlinked" in answer && (
        <Banner tone="good">{answer.unlinked} was unlinked, and their sessions were ended.</Banner>
      )}
      <Changeable mayChange={mayChange}>
        <Form method="post" noValidate>
          <ErrorSummary errors={faults} title="The provider was not saved" />
          <ProviderFields
            typed={answer && "typed" in answer ? answer.typed : typed}
            errors={faults}
            hasSecret={hasSecret}
            redirectUri={backTo}
          />
          <p className="row mt-4">
            <Button look="primary">Save</Button>
            <LinkButton look="plain" to="/settings/single-sign-on">
              Cancel
            </LinkButton>
          </p>
        </Form>
      </Changeable>
      {mayChange && name !== null && <Unlink name={name} error={unlinkFault} />}
    </AppShell>
  );
}

/** For somebody who has got another account at the provider. */
function Unlink({ name, error }: { name: string; error: string | undefined }) {
  return (
    <div className="mt-4">
      <Card title="Somebody has another account there">
        <Form method="post" noValidate>
          <input type="hidden" name="intent" value="unlink" />
          <ErrorSummary errors={error ? { userName: error } : {}} title="Nobody was unlinked" />
          <TextField
            name="userName"
            type="email"
            label="E-mail address here"
            hint={`${name} no longer knows them by the old account, their sessions end, and the next sign-in links the new one.`}
            error={error}
          />
          <Button>Unlink</Button>
        </Form>
      </Card>
    </div>
  );
}
