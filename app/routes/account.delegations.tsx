import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { type Caller, requireCaller } from "#app/auth/caller.server.ts";
import { wrongFields } from "#app/auth/form-errors.server.ts";
import { asksForStepUp, formBeforeStepUp, stepUpFor } from "#app/auth/step-up-for.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Button } from "#app/components/button.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { Card } from "#app/components/card.tsx";
import { DelegationTable } from "#app/components/delegation-table.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { type FieldErrors, TextAreaField, TextField } from "#app/components/field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { TimeField } from "#app/components/time-field.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { addDays } from "#app/register/days.ts";
import { delegate, endDelegation } from "#app/register/delegate.server.ts";
import { longestDelegationDays } from "#app/register/delegation.ts";
import { NewDelegationWire } from "#app/register/delegation-wire.ts";
import { delegationsView } from "#app/register/delegations-view.server.ts";
import { Refused } from "#app/register/refused.ts";
import { approverGroups, approverGroupsOf, mayChange, roleOfGroup } from "#app/register/roles.ts";
import { typedTime } from "#app/register/typed-time.ts";
import type { Db } from "#db/connect.ts";
import { usersWithRole } from "#db/users.ts";

const DelegationForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("give"), ...NewDelegationWire.shape }),
  z.object({ intent: z.literal("end"), id: z.string().max(100) }),
]);

export const meta: MetaFunction = () => [{ title: "While I am away · MFA Register" }];

const here = "/account/delegations";

// No file fields here.
const typedIn = (form: FormData) => Object.fromEntries(form) as Record<string, string>;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const form = await formBeforeStepUp({ request, context }, caller);
  return {
    shell: await shellOf(db, caller, now),
    now,
    returned: form && typedIn(form),
    me: caller.user.displayName,
    delegations: await delegationsView(db, caller, now),
    mayGive: mayChange(caller.roles) && approverGroupsOf(caller.roles).length > 0,
    latest: addDays(now, longestDelegationDays),
    usual: await otherApprovers(db, caller),
  };
}

/** Those who are asked first: the other approvers. */
async function otherApprovers(db: Db, { workspace, user }: Caller) {
  const approvers = await usersWithRole(
    db,
    workspace.id,
    approverGroups.map((group) => roleOfGroup[group]),
  );
  return approvers
    .filter(({ id }) => id !== user.id)
    .map(({ userName, displayName }) => ({ value: userName, label: displayName }));
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const form = await request.formData();
  const typed = typedIn(form);
  const { timeZone } = caller.workspace;
  const times = {
    starts_at: typedTime(typed.starts_at ?? "", timeZone),
    ends_at: typedTime(typed.ends_at ?? "", timeZone),
  };
  const read = DelegationForm.safeParse({ ...typed, ...times });
  if (!read.success) {
    const { data: body, init } = wrongFields(read.error);
    return data({ errors: body.errors.fields as FieldErrors, typed }, init ?? {});
  }
  const doing = { workspaceId: caller.workspace.id, by: caller.actor, actor: caller.auditActor, now: context.now };
  try {
    if (read.data.intent === "end") await endDelegation(context.db, { ...doing, id: read.data.id });
    else await delegate(context.db, { ...doing, asked: read.data });
  } catch (caught) {
    if (asksForStepUp(caught)) throw await stepUpFor({ request, context }, { caller, form });
    return refused(caught, typed);
  }
  return redirect(here);
}

function refused(caught: unknown, typed: Record<string, string>) {
  if (!(caught instanceof Refused)) throw caught;
  const field = typeof caught.more.field === "string" ? caught.more.field : "form";
  return data({ errors: { [field]: caught.message } as FieldErrors, typed }, { status: caught.status });
}

export default function Delegations() {
  const { shell, now, returned, me, delegations, mayGive, latest, usual } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const mine = delegations.filter(({ isFromMe, to }) => isFromMe || to === me);
  const others = delegations.filter((each) => !mine.includes(each));
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="While I am away"
        lede="Somebody else can decide in your place for a time. They decide nothing that you could not decide yourself, and nothing that is about them."
      />
      <CameBack isBack={returned !== null && !answer} />
      <ErrorSummary errors={answer?.errors ?? {}} title="This was not done" />
      <div className={mayGive ? "cols" : "stack-wide"}>
        <div className="stack-wide">
          <DelegationTable
            title="Given by me, or to me"
            delegations={mine}
            now={now}
            none="You have given your place to nobody, and take nobody’s."
          />
          {others.length > 0 && <DelegationTable title="Of others" delegations={others} now={now} none="" />}
        </div>
        {mayGive && (
          <div className="rail">
            <Give
              now={now}
              latest={latest}
              usual={usual}
              errors={answer?.errors ?? {}}
              typed={answer?.typed ?? returned ?? {}}
            />
          </div>
        )}
      </div>
    </AppShell>
  );
}

type GiveProps = {
  now: string;
  latest: string;
  usual: readonly { value: string; label: string }[];
  errors: FieldErrors;
  typed: Readonly<Record<string, string>>;
};

function Give({ now, latest, usual, errors, typed }: GiveProps) {
  return (
    <Card title="Give my place to somebody">
      <Form method="post" noValidate>
        <input type="hidden" name="intent" value="give" />
        <TextField
          name="to"
          label="Who takes it"
          hint="Their e-mail address; anybody but an auditor"
          error={errors.to}
          defaultValue={typed.to}
          list="usual"
          autoComplete="off"
        />
        <datalist id="usual">
          {usual.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </datalist>
        <TimeField name="starts_at" label="From" error={errors.starts_at} value={typed.starts_at ?? now} />
        <TimeField
          name="ends_at"
          label="Until"
          hint={`At most ${longestDelegationDays} days after it begins`}
          error={errors.ends_at}
          value={typed.ends_at ?? ""}
          max={latest}
        />
        <TextAreaField
          name="reason"
          label="Reason"
          hint="They and the admins see it"
          error={errors.reason}
          defaultValue={typed.reason}
          className="short"
          rows={2}
        />
        <Button look="primary">Give my place</Button>
      </Form>
    </Card>
  );
}
