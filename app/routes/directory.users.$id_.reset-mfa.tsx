import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { requireAdmin, requireCaller } from "#app/auth/caller.server.ts";
import { wrongFields } from "#app/auth/form-errors.server.ts";
import { MfaResetProof } from "#app/auth/mfa-reset.ts";
import { mfaResetView } from "#app/auth/mfa-reset-view.server.ts";
import { resetMfa } from "#app/auth/reset-mfa.server.ts";
import { asksForStepUp, formBeforeStepUp, stepUpFor } from "#app/auth/step-up-for.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { Card } from "#app/components/card.tsx";
import { CodeBlock } from "#app/components/code-block.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { ProofFields } from "#app/components/proof-fields.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { factorLabels } from "#app/register/describe.ts";
import { Refused } from "#app/register/refused.ts";

// No file fields here.
const typedIn = (form: FormData) => Object.fromEntries(form) as Record<string, string>;

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const view = await pageOf(() => mfaResetView(context.db, caller, params.id ?? ""));
  const form = await formBeforeStepUp({ request, context }, caller);
  return { shell: await shellOf(context.db, caller, context.now), view, returned: form && typedIn(form) };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const form = await request.formData();
  const typed = typedIn(form);
  const read = MfaResetProof.safeParse(typed);
  if (!read.success) {
    const { data: body, init } = wrongFields(read.error);
    return data({ ...body, typed, done: null }, init ?? {});
  }
  try {
    const { link } = await resetMfa(context.db, {
      ...context,
      workspaceId: caller.workspace.id,
      userId: params.id ?? "",
      by: caller.actor,
      actor: caller.auditActor,
      proof: read.data,
    });
    return data({ errors: null, typed: {}, done: { link: link?.url ?? null } });
  } catch (caught) {
    if (asksForStepUp(caught)) throw await stepUpFor({ request, context }, { caller, form });
    if (!(caught instanceof Refused)) throw caught;
    const fields: Record<string, string> = caught.more.field === "email" ? { email: caught.message } : {};
    return data({ errors: { form: caught.message, fields }, typed, done: null }, { status: caught.status });
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `Reset the factors of ${page?.view.user.displayName ?? "a person"} · MFA Register` },
];

export default function ResetMfa() {
  const { shell, view, returned } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { user } = view;
  const errors = answer?.errors?.fields ?? {};
  const fault = Object.keys(errors).length === 0 ? answer?.errors?.form : null;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Reset their second factors"
        crumbs={[
          { label: "Directory", to: "/directory" },
          { label: user.displayName, to: `/directory/users/${user.id}` },
          { label: "Reset factors" },
        ]}
        lede={`${user.displayName} (${user.userName}) sets up new ones at the next sign-in. Nobody is signed in by this.`}
      />
      {fault && <Banner tone="danger">{fault}</Banner>}
      {answer?.done ? (
        <Done name={user.displayName} link={answer.done.link} />
      ) : (
        <>
          <CameBack isBack={returned !== null && !answer} />
          <div className="cols">
            <div className="stack-wide">
              <WhatEnds factors={view.factors} firstStep={view.firstStep} />
            </div>
            <div className="rail">
              {view.obstacle ? (
                <Card title="Not by you">
                  <p>{view.obstacle}</p>
                </Card>
              ) : (
                <Card title="Proof that it is them">
                  <Form method="post" className="stack" noValidate>
                    <ErrorSummary errors={errors} title="Nothing was reset" />
                    <ProofFields errors={errors} typed={answer?.typed ?? returned ?? {}} />
                    <p className="row">
                      <Button look="danger">Reset the factors</Button>
                      <LinkButton look="plain" to={`/directory/users/${user.id}`}>
                        Leave it
                      </LinkButton>
                    </p>
                  </Form>
                </Card>
              )}
            </div>
          </div>
        </>
      )}
    </AppShell>
  );
}

function Done({ name, link }: { name: string; link: string | null }) {
  return (
    <Banner tone="good">
      <p>
        The factors of {name} are gone, and their sessions have ended. They and the security contact are told. At the
        next sign-in {link ? "they begin with this link" : "they begin as always, and set up a new factor"}.
      </p>
      {link && (
        <>
          <p className="hint">It is mailed to them, shown here once, and works once:</p>
          <CodeBlock label="invitation link">{link}</CodeBlock>
        </>
      )}
    </Banner>
  );
}

type WhatEndsProps = {
  factors: readonly { kind: keyof typeof factorLabels; label: string }[];
  firstStep: keyof typeof firstSteps;
};

const firstSteps = {
  password: "Their password stays: with it alone they come as far as setting up a new factor.",
  identity_provider: "They go on signing in by the identity provider; the register asks for a new factor after that.",
  link: "They have no password, so a link is made with which they set up their sign-in.",
};

/** What goes with a reset, and what stays. */
function WhatEnds({ factors, firstStep }: WhatEndsProps) {
  return (
    <Card title="What ends at once">
      <div className="prose">
        <ul>
          {factors.map(({ kind, label }) => (
            <li key={`${kind} ${label}`}>
              {label}
              {label !== factorLabels[kind] && ` (${factorLabels[kind].toLowerCase()})`}
            </li>
          ))}
          {factors.length === 0 && <li>No factor: nothing is enrolled.</li>}
          <li>Every session, and every browser that is remembered.</li>
          <li>Every token of theirs that may approve.</li>
        </ul>
      </div>
      <p className="small muted mt-3">
        {firstSteps[firstStep]} Support that is talked into a reset is the usual way around MFA, so the proof is
        recorded and the security contact is told at once.
      </p>
    </Card>
  );
}
