import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Card } from "#app/components/card.tsx";
import { CodeBlock } from "#app/components/code-block.tsx";
import { Facts } from "#app/components/facts.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact } from "#app/components/relative-time.ts";
import { Tabs } from "#app/components/tabs.tsx";

export const meta: MetaFunction = () => [{ title: "Mail · MFA Register" }];

const looks = ["light", "dark", "text"] as const;

/** Outside the demo mail is sent, and this page does not exist. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const mail = context.mailbox?.find(params.id ?? "");
  if (!mail) throw new Response(null, { status: 404 });
  const asked = new URL(request.url).searchParams.get("look");
  const { id, to, subject, text, headers, writtenAt, attachments = [] } = mail;
  const files = attachments.flatMap(({ filename, cid }) => (cid === null ? [filename] : []));
  return { id, to, subject, text, headers, writtenAt, files, look: looks.find((look) => look === asked) ?? "light" };
}

const labels = { light: "In light", dark: "In dark", text: "As text" } as const;

export default function Mail() {
  const { id, to, subject, text, headers, writtenAt, files, look } = useLoaderData<typeof loader>();
  const crumbs = [
    { label: "Demo", to: "/demo" },
    { label: "Mailbox", to: "/demo/mailbox" },
  ];
  return (
    <main className="page alone">
      <PageHeader title={subject} crumbs={crumbs} />
      <Facts
        isTight
        facts={[
          { term: "To", detail: to },
          { term: "Written", detail: exact(writtenAt) },
          ...(files.length > 0 ? [{ term: "Attached", detail: files.join(", ") }] : []),
        ]}
      />
      <Tabs
        label="How the mail is shown"
        tabs={looks.map((each) => ({ to: `?look=${each}`, label: labels[each], isCurrent: each === look }))}
      />
      {look === "text" ? (
        <CodeBlock label="the mail as text">{text}</CodeBlock>
      ) : (
        <iframe
          className="mail-frame"
          title={`The mail, ${labels[look].toLowerCase()}`}
          src={`/demo/mailbox/${id}/html?theme=${look}`}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
        />
      )}
      <Card title="Headers">
        <CodeBlock label="the headers of the mail">{headers}</CodeBlock>
      </Card>
    </main>
  );
}
