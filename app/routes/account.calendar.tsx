import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { formBeforeStepUp, requireFreshFactor } from "#app/auth/step-up-for.server.ts";
import { alarmChoices } from "#app/calendar/calendar-entry.ts";
import { makeCalendarFeed, revokeCalendarFeed } from "#app/calendar/feed.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { Card } from "#app/components/card.tsx";
import { CodeBlock } from "#app/components/code-block.tsx";
import { Confirm } from "#app/components/confirm.tsx";
import { Facts } from "#app/components/facts.tsx";
import { SelectField } from "#app/components/field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { When } from "#app/components/when.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { findCalendarFeed } from "#db/calendar-feeds.ts";

export const meta: MetaFunction = () => [{ title: "My calendar · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const form = await formBeforeStepUp({ request, context }, caller);
  return {
    shell: await shellOf(db, caller, now),
    now,
    isBack: form !== null,
    typed: String(form?.get("alarm") ?? ""),
    feed: (await findCalendarFeed(db, caller.workspace.id, caller.user.id)) ?? null,
  };
}

const alarms = alarmChoices.map(({ hours }) => String(hours ?? ""));

const CalendarForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("make"), alarm: z.string().refine((hours) => alarms.includes(hours)) }),
  z.object({ intent: z.literal("revoke") }),
]);

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const form = await request.formData();
  const read = CalendarForm.safeParse(Object.fromEntries(form));
  if (!read.success) return wrongFields(read.error);
  const { db, now, publicUrl } = context;
  try {
    if (read.data.intent === "revoke") {
      await revokeCalendarFeed(db, { caller, now });
      return data({ errors: null, address: null });
    }
    await requireFreshFactor({ request, context }, { caller, form });
    const alarmHours = read.data.alarm === "" ? null : Number(read.data.alarm);
    const token = await makeCalendarFeed(db, { caller, alarmHours, now });
    return data({ errors: null, address: `${publicUrl.origin}/calendar/${token}.ics` });
  } catch (caught) {
    return refusedForm(caught);
  }
}

export default function Calendar() {
  const { shell, now, isBack, typed, feed } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const address = answer && "address" in answer ? answer.address : undefined;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="My calendar"
        lede="What is due to you, in your own calendar: reviews, ends, decisions, campaigns, rotations and drills."
      />
      <CameBack isBack={isBack && !answer} />
      {answer?.errors?.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      {address === null && <Banner tone="good">The address was taken away. It answers nobody any more.</Banner>}
      {address && (
        <Banner tone="good">
          <p>
            <strong>Copy it now.</strong> Only its hash is stored, so it cannot be shown again. In your calendar, choose
            “subscribe” or “add by address”, or <a href={address.replace(/^https?/, "webcal")}>open it there</a>.
          </p>
          <CodeBlock label="address">{address}</CodeBlock>
        </Banner>
      )}
      <div className="cols">
        <div className="stack-wide">
          <Card title="Its address">
            {feed ? (
              <div className="stack">
                <Facts
                  facts={[
                    { term: "Made", detail: <When at={feed.createdAt} now={now} /> },
                    {
                      term: "Last read",
                      detail: feed.lastReadAt ? <When at={feed.lastReadAt} now={now} /> : "Not yet",
                    },
                    { term: "Rings", detail: alarmChoices.find(({ hours }) => hours === feed.alarmHours)?.label },
                  ]}
                />
                <Confirm
                  label="Take it away"
                  consequence="Calendars that read it find nothing from now on, and most then show nothing of it."
                >
                  <Form method="post">
                    <Button look="danger" name="intent" value="revoke">
                      Take it away
                    </Button>
                  </Form>
                </Confirm>
              </div>
            ) : (
              <p className="muted">There is none. Make one, and give it to your calendar.</p>
            )}
          </Card>
          <Card title="Who reads it">
            <p>
              Whoever knows the address reads what is in it, without signing in: give it to your calendar and to nobody
              else. It shows and changes nothing but dates, titles and links, and of records whose reason is for
              approvers only the number. Your calendar asks about once an hour.
            </p>
          </Card>
        </div>
        <div className="rail">
          <Card title={feed ? "Make another address" : "Make an address"}>
            <Form method="post">
              <SelectField
                name="alarm"
                label="Should it ring?"
                hint="Your calendar may do so anyhow"
                defaultValue={typed || String(feed?.alarmHours ?? "")}
              >
                {alarmChoices.map(({ hours, label }) => (
                  <option key={label} value={hours ?? ""}>
                    {label}
                  </option>
                ))}
              </SelectField>
              <Button look="primary" name="intent" value="make">
                {feed ? "Make another" : "Make the address"}
              </Button>
              {feed && <p className="hint">The one that you have ends with it.</p>}
            </Form>
          </Card>
        </div>
      </div>
    </AppShell>
  );
}
