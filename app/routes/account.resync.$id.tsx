import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { type Caller, requireCaller } from "#app/auth/caller.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { requireFreshFactor } from "#app/auth/step-up-for.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { driftText } from "#app/components/oath-words.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { TwoCodes } from "#app/components/two-codes.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { resyncOwnToken } from "#app/oath/resync-token.server.ts";
import { ResyncForm } from "#app/oath/token-forms.ts";
import type { Db } from "#db/connect.ts";
import { listFactors } from "#db/factors.ts";

export const meta: MetaFunction = () => [{ title: "Set the clock of your token · MFA Register" }];

const Params = z.object({ id: z.string().min(1) });

/** @throws Response 404 unless it is a token of theirs. */
async function requireOwnToken(db: Db, { workspace, user }: Caller, id: string) {
  const factor = (await listFactors(db, workspace.id, user.id)).find((each) => each.id === id);
  if (!factor?.totp) throw new Response("You have no such token.", { status: 404 });
  const { drift, period } = factor.totp;
  return { label: factor.label, drift, period };
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const token = await requireOwnToken(context.db, caller, Params.parse(params).id);
  // Codes are not kept while somebody is away to use a factor, and new ones would have come by then.
  await requireFreshFactor({ request, context }, { caller });
  return { shell: await shellOf(context.db, caller, context.now), token };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now, secrets } = context;
  const { id: factorId } = Params.parse(params);
  await requireOwnToken(db, caller, factorId);
  await requireFreshFactor({ request, context }, { caller });
  const form = ResyncForm.safeParse(Object.fromEntries(await request.formData()));
  if (!form.success) return wrongFields(form.error);
  const { firstCode: first, secondCode: second } = form.data;
  const { user } = caller;
  try {
    await resyncOwnToken(db, { workspaceId: user.workspaceId, userId: user.id, factorId, first, second, secrets, now });
    return redirect("/account/security");
  } catch (caught) {
    return refusedForm(caught);
  }
}

export default function ResyncOwn() {
  const { shell, token } = useLoaderData<typeof loader>();
  const errors = useActionData<typeof action>()?.errors ?? { form: null, fields: {} };
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={`Set the clock of ${token.label}`}
        crumbs={[{ label: "My sign-in", to: "/account/security" }, { label: "Set the clock" }]}
        lede={`It was ${driftText(token.drift, token.period)} when it was last used. When its codes are refused, two of them in a row tell how far it is off now.`}
      />
      {errors.form && <Banner tone="danger">{errors.form}</Banner>}
      <Form method="post" noValidate>
        <ErrorSummary errors={errors.fields} />
        <TwoCodes errors={errors.fields} />
        <p className="row">
          <Button look="primary">Set the clock</Button>
          <LinkButton look="plain" to="/account/security">
            Cancel
          </LinkButton>
        </p>
      </Form>
    </AppShell>
  );
}
