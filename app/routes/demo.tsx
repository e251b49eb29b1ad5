import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { beDemoPerson } from "#app/auth/be-demo-person.server.ts";
import { returnPath } from "#app/auth/return-path.ts";
import { clientOf, currentSession } from "#app/auth/session.server.ts";
import { signedIn } from "#app/auth/signed-in.server.ts";
import { Avatar } from "#app/components/avatar.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { roleLabels } from "#app/register/roles.ts";
import { demoPeople } from "#db/demo-people.ts";
import { listWorkspaces } from "#db/workspaces.ts";

export const meta: MetaFunction = () => [{ title: "Demo · MFA Register" }];

/** The demo's one workspace; outside demo mode this page does not exist. */
async function demoWorkspace({ db, isDemo }: RequestContext) {
  const [workspace] = isDemo ? await listWorkspaces(db) : [];
  if (!workspace) throw new Response(null, { status: 404 });
  return workspace;
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const workspace = await demoWorkspace(context);
  return {
    workspace: workspace.name,
    to: returnPath(new URL(request.url).searchParams.get("to")),
    people: await demoPeople(context.db, workspace.id),
  };
}

const Chosen = z.object({ userId: z.string().catch(""), to: z.string().catch("/") });

export async function action({ request, context }: ActionFunctionArgs) {
  const workspace = await demoWorkspace(context);
  const { db, now, publicUrl } = context;
  const { userId, to } = Chosen.parse(Object.fromEntries(await request.formData()));
  const people = await demoPeople(db, workspace.id);
  if (!people.some((person) => person.userId === userId)) throw new Response("No such person.", { status: 400 });
  const opened = await beDemoPerson(context, {
    workspaceId: workspace.id,
    userId,
    client: clientOf(request, context),
    earlier: await currentSession(db, { request, ...context }),
    now,
  });
  return signedIn(opened, { to, publicUrl });
}

export default function Demo() {
  const { workspace, people, to } = useLoaderData<typeof loader>();
  return (
    <main className="gate wide">
      <div>
        <h1>{workspace}</h1>
        <p className="muted">
          A register that nobody depends on. Choose who you want to be; everything is made anew at the next start.
        </p>
      </div>
      <Banner tone="info">
        File as one person, rate and approve as another, put it in place as a third: no one can do two of these for one
        record. What the register would mail comes to <Link to="/demo/mailbox">a mailbox</Link>.
      </Banner>
      <ul className="stack">
        {people.map(({ userId, displayName, department, roles, can }) => (
          <li key={userId} className="card">
            <Form method="post" className="body row">
              <input type="hidden" name="to" value={to} />
              <Avatar name={displayName} />
              <div className="min-w-0 flex-1">
                <b>{displayName}</b> <span className="muted small">{department}</span>
                <p className="small muted">
                  {roles.map((role) => roleLabels[role]).join(", ") || "Requestor"}. {can}
                </p>
              </div>
              <Button name="userId" value={userId} aria-label={`Be ${displayName}`}>
                Be {displayName.split(" ")[0]}
              </Button>
            </Form>
          </li>
        ))}
      </ul>
    </main>
  );
}
