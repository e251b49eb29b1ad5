import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { eventView } from "#app/audit/event-view.server.ts";
import { requireAnyRole, requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { EventChain } from "#app/components/event-chain.tsx";
import { EventDetails } from "#app/components/event-words.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { exactToMillisecond } from "#app/components/relative-time.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { seesSignIns } from "#app/register/roles.ts";

const Params = z.object({ seq: z.coerce.number().int().positive().max(2_147_483_647) });

export const meta: MetaFunction = ({ params }) => [{ title: `Event ${params.seq} · Audit log · MFA Register` }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAnyRole(caller);
  const { success, data } = Params.safeParse(params);
  const view = success ? await eventView(context.db, caller.workspace.id, data.seq) : undefined;
  if (!view) throw new Response("The log has no such row.", { status: 404 });
  return {
    shell: await shellOf(context.db, caller, context.now),
    mayVerify: seesSignIns(caller.roles),
    ...view,
  };
}

export default function EventPage() {
  const { shell, mayVerify, event, ...chain } = useLoaderData<typeof loader>();
  const { seq, at, type, who, words } = event;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={`${who} ${words.sentence}`}
        crumbs={[{ label: "Audit log", to: "/audit" }, { label: `No. ${seq}` }]}
        meta={
          <>
            <time dateTime={at}>{exactToMillisecond(at)}</time>
            <code>{type}</code>
          </>
        }
        actions={
          mayVerify && (
            <Form method="post" action="/audit/verifications">
              <Button name="up_to" value={seq}>
                Verify up to here
              </Button>
            </Form>
          )
        }
      />
      <div className="stack-wide">
        <Card
          title="What it says"
          aside={
            words.about.to && (
              <LinkButton isSmall to={words.about.to}>
                Open {words.about.label}
              </LinkButton>
            )
          }
        >
          <EventDetails words={words} at={at} />
        </Card>
        <EventChain event={event} {...chain} />
        <nav className="row" aria-label="Rows beside it">
          {seq > 1 && (
            <LinkButton isSmall to={`/audit/${seq - 1}`}>
              No. {seq - 1}
            </LinkButton>
          )}
          {chain.isFollowed !== null && (
            <LinkButton isSmall to={`/audit/${seq + 1}`}>
              No. {seq + 1}
            </LinkButton>
          )}
        </nav>
      </div>
    </AppShell>
  );
}
