import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { type Caller, requireCaller } from "#app/auth/caller.server.ts";
import { formBeforeStepUp, requireFreshFactor } from "#app/auth/step-up-for.server.ts";
import { CustodyChange, Retirement } from "#app/break-glass/account-forms.ts";
import { accountView } from "#app/break-glass/accounts-view.server.ts";
import { answerRotationForm, carriedOut, typedIn, wrongIn } from "#app/break-glass/answer-form.server.ts";
import { custodiansNamed } from "#app/break-glass/custodian-named.server.ts";
import { changeCustodians, retireAccount } from "#app/break-glass/keep-account.server.ts";
import { AccountFacts, AccountHealthList } from "#app/components/account-card.tsx";
import { AccountFindings } from "#app/components/account-findings.tsx";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { Card } from "#app/components/card.tsx";
import { Confirm } from "#app/components/confirm.tsx";
import { CustodyFields } from "#app/components/custody-fields.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { TextAreaField } from "#app/components/field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact } from "#app/components/relative-time.ts";
import { RotationPanel, type Sent } from "#app/components/rotation-panel.tsx";
import { RotationTable } from "#app/components/rotation-table.tsx";
import { Thread } from "#app/components/thread.tsx";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const view = await pageOf(() => accountView(db, caller, Params.parse(params).id, now));
  const form = await formBeforeStepUp({ request, context }, caller);
  const typed = form && typedIn(form);
  return {
    ...view,
    shell: await shellOf(db, caller, now),
    now,
    back: typed && ({ intent: typed.intent ?? "", typed, errors: {} } satisfies Sent),
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { id } = Params.parse(params);
  const form = await request.formData();
  const call = { request, context };
  const sent = { caller, id, form };
  return (await answerTo(call, sent)) ?? redirect(`/break-glass/accounts/${id}`);
}

type Call = { request: Request; context: RequestContext };
type Answering = { caller: Caller; id: string; form: FormData };

/** Carries out what a form of the page asks for; null once it is done. */
function answerTo(call: Call, { caller, id, form }: Answering) {
  switch (form.get("intent")) {
    case "custody":
      return change(call, { caller, id, form });
    case "retire":
      return retire(call, { caller, id, form });
    default:
      return answerRotationForm(call, { caller, form, subject: { kind: "user", id } });
  }
}

async function change(call: Call, { caller, id: userId, form }: Answering) {
  const { db, now } = call.context;
  const typed = typedIn(form);
  const read = CustodyChange.safeParse(typed);
  if (!read.success) return wrongIn(typed, read.error);
  await requireFreshFactor(call, { caller, form });
  const { version, storageReference, ...custodians } = read.data;
  const { refused } = await carriedOut(call, { caller, form }, async () => {
    const held = { ...(await custodiansNamed(db, caller.workspace.id, custodians)), storageReference };
    await changeCustodians(db, { caller, userId, version, ...held, now });
  });
  return refused;
}

async function retire(call: Call, { caller, id: userId, form }: Answering) {
  const typed = typedIn(form);
  const read = Retirement.safeParse(typed);
  if (!read.success) return wrongIn(typed, read.error);
  await requireFreshFactor(call, { caller, form });
  const { db, now } = call.context;
  const { refused } = await carriedOut(call, { caller, form }, () =>
    retireAccount(db, { caller, userId, ...read.data, now }),
  );
  return refused;
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.account.name ?? "Emergency account"} · MFA Register` },
];

export default function AccountPage() {
  const { shell, now, account, retiredAt, typed, derived, rotations, history, mayKeep, mayRotate, back } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>()?.sent ?? null;
  const sent: Sent | null = answer ?? back;
  const of = (intent: string): Pick<Sent, "errors" | "typed"> | null => (sent?.intent === intent ? sent : null);
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={account.name}
        crumbs={[{ label: "Break-glass", to: "/break-glass" }, { label: account.name }]}
        lede={`Kept for emergencies since ${exact(account.registeredAt)}.`}
      />
      <CameBack isBack={back !== null && answer === null} />
      <ErrorSummary errors={answer?.errors ?? {}} title="This was not done" />
      {retiredAt && (
        <Banner tone="info">
          <strong>Retired on {exact(retiredAt)}.</strong> It is kept for emergencies no longer.
        </Banner>
      )}
      <div className="cols">
        <div className="stack-wide">
          {!retiredAt && <AccountFindings findings={derived} own={account.userId} />}
          <Card title="The account">
            <AccountFacts account={account} now={now} />
          </Card>
          {!retiredAt && (
            <Card title="Health">
              <AccountHealthList account={account} />
            </Card>
          )}
          <RotationTable rotations={rotations} now={now} />
          <Card title="What happened">
            <Thread entries={history} now={now} />
          </Card>
        </div>
        <div className="rail">
          {mayRotate && <RotationPanel rotations={rotations} sent={sent} now={now} />}
          {mayKeep && (
            <>
              <details className="card fold" open={of("custody") !== null}>
                <summary>Change who holds it, or where</summary>
                <Form method="post" noValidate className="body stack">
                  <input type="hidden" name="intent" value="custody" />
                  <input type="hidden" name="version" value={account.version} />
                  <CustodyFields typed={of("custody")?.typed ?? typed} errors={of("custody")?.errors ?? {}} />
                  <Button>Save</Button>
                </Form>
              </details>
              <Card title="Take it out of use">
                <Confirm
                  label="Retire it"
                  consequence="It is kept for emergencies no longer: its sign-ins are ordinary ones, and nobody is asked to replace its secret. The directory says whether it may still sign in."
                >
                  <Form method="post" noValidate className="stack">
                    <input type="hidden" name="intent" value="retire" />
                    <input type="hidden" name="version" value={account.version} />
                    <TextAreaField
                      name="reason"
                      label="Why"
                      rows={2}
                      error={of("retire")?.errors.reason}
                      defaultValue={of("retire")?.typed.reason ?? ""}
                    />
                    <Button look="danger">Retire it</Button>
                  </Form>
                </Confirm>
              </Card>
            </>
          )}
        </div>
      </div>
    </AppShell>
  );
}
