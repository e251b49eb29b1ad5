import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { type Caller, requireCaller } from "#app/auth/caller.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { formBeforeStepUp, requireFreshFactor } from "#app/auth/step-up-for.server.ts";
import { createToken, revokeToken } from "#app/auth/token.server.ts";
import { tokenScopeLabels, tokenScopes } from "#app/auth/token-scopes.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { Card } from "#app/components/card.tsx";
import { Ticks } from "#app/components/choices.tsx";
import { CodeBlock } from "#app/components/code-block.tsx";
import { type FieldErrors, SelectField, TextField } from "#app/components/field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { TokenTable } from "#app/components/token-table.tsx";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { addDays } from "#app/register/days.ts";
import { isAdmin } from "#app/register/roles.ts";
import { listTokens, tokenKinds } from "#db/tokens.ts";

export const meta: MetaFunction = () => [{ title: "Tokens · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const admin = isAdmin(caller.roles);
  const form = await formBeforeStepUp({ request, context }, caller);
  return {
    shell: await shellOf(db, caller, now),
    now,
    isAdmin: admin,
    isBack: form !== null,
    typed: form?.get("intent") === "create" ? typedIn(form) : blank,
    mine: await listTokens(db, caller.workspace.id, caller.user.id),
    services: admin ? await listTokens(db, caller.workspace.id, null) : [],
  };
}

/** What the form for a new token holds, for filling it in again; nothing of it is secret. */
function typedIn(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? "");
  return { kind: text("kind"), name: text("name"), scopes: form.getAll("scopes").map(String), days: text("days") };
}

const blank: ReturnType<typeof typedIn> = { kind: "personal", name: "", scopes: [], days: "90" };

const TokenForm = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("create"),
    kind: z.enum(tokenKinds),
    name: z.string().trim().min(1, "Say what it is for.").max(200),
    scopes: z.array(z.enum(tokenScopes)).min(1, "Choose at least one."),
    days: z.coerce.number().int().min(1).max(365),
  }),
  z.object({ intent: z.literal("revoke"), id: z.string() }),
]);

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const form = await request.formData();
  const read = TokenForm.safeParse({ ...Object.fromEntries(form), scopes: form.getAll("scopes") });
  if (!read.success) return wrongFields(read.error);
  await requireFreshFactor({ request, context }, { caller, form });
  try {
    return data({ errors: null, token: await change(context, caller, read.data) });
  } catch (caught) {
    return refusedForm(caught);
  }
}

/** Returns the text of a new token, or null when one was revoked. */
async function change(
  { db, now }: RequestContext,
  caller: Caller,
  form: z.output<typeof TokenForm>,
): Promise<string | null> {
  const changing = { workspaceId: caller.workspace.id, actor: caller.auditActor, now };
  if (form.intent === "revoke") {
    await revokeToken(db, { ...changing, id: form.id, by: { userId: caller.user.id } });
    return null;
  }
  const { kind, name, scopes, days } = form;
  const { token } = await createToken(db, {
    ...changing,
    kind,
    userId: kind === "personal" ? caller.user.id : undefined,
    name,
    scopes,
    expiresAt: addDays(now, days),
    factorUsedAt: caller.actor.factorUsedAt,
    createdBy: caller.user.id,
  });
  return token;
}

const scopeChoices = tokenScopes.map((value) => ({ value, label: `${value}: ${tokenScopeLabels[value]}` }));

export default function Tokens() {
  const { shell, now, isAdmin: admin, isBack, typed, mine, services } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const token = answer && "token" in answer ? answer.token : null;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Tokens"
        lede="A personal token acts as you. A service token lets a login path ask for decisions, or a script search, and nothing else."
      />
      <CameBack isBack={isBack && !answer} />
      {answer?.errors?.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      {token && (
        <Banner tone="good">
          <p>
            <strong>Copy it now.</strong> Only its hash is stored, so it cannot be shown again.
          </p>
          <CodeBlock label="token">{token}</CodeBlock>
        </Banner>
      )}
      <div className="cols">
        <div className="stack-wide">
          <TokenTable title="My tokens" tokens={mine} now={now} />
          {admin && <TokenTable title="Service tokens" tokens={services} now={now} />}
        </div>
        <div className="rail">
          <NewToken mayServe={admin} errors={answer?.errors?.fields ?? {}} typed={typed} />
        </div>
      </div>
    </AppShell>
  );
}

type NewTokenProps = { mayServe: boolean; errors: FieldErrors; typed: ReturnType<typeof typedIn> };

function NewToken({ mayServe, errors, typed }: NewTokenProps) {
  return (
    <Card title="New token">
      <Form method="post" noValidate>
        <input type="hidden" name="intent" value="create" />
        {mayServe ? (
          <SelectField name="kind" label="Kind" defaultValue={typed.kind}>
            <option value="personal">Personal: acts as me</option>
            <option value="service">Service: asks for decisions, or searches</option>
          </SelectField>
        ) : (
          <input type="hidden" name="kind" value="personal" />
        )}
        <TextField name="name" label="Name" hint="What uses it" error={errors.name} defaultValue={typed.name} />
        <Ticks name="scopes" legend="Scopes" errors={errors} choices={scopeChoices} chosen={typed.scopes} />
        <TextField
          name="days"
          type="number"
          min={1}
          max={365}
          label="Days"
          error={errors.days}
          defaultValue={typed.days}
        />
        <Button look="primary">Make the token</Button>
      </Form>
    </Card>
  );
}
