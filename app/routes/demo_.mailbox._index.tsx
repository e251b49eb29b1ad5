import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData, useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { Button, LinkButton } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { SelectField } from "#app/components/field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pager } from "#app/components/pager.tsx";
import { TableBox } from "#app/components/table-box.tsx";
import { When } from "#app/components/when.tsx";

export const meta: MetaFunction = () => [{ title: "Mailbox · MFA Register" }];

const perPage = 50;

/** Outside the demo mail is sent, and this page does not exist. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { mailbox, now } = context;
  if (!mailbox) throw new Response(null, { status: 404 });
  const { searchParams } = new URL(request.url);
  const to = searchParams.get("to") ?? "";
  const page = Math.max(1, Math.trunc(Number(searchParams.get("page"))) || 1);
  const all = mailbox.list();
  const mails = all.filter((mail) => to === "" || mail.to === to);
  const shown = mails.slice((page - 1) * perPage, page * perPage);
  return {
    now,
    to,
    page,
    count: mails.length,
    hasNext: page * perPage < mails.length,
    people: [...new Set(all.map((mail) => mail.to))].sort(),
    mails: shown.map(({ id, to: recipient, subject, writtenAt }) => ({ id, to: recipient, subject, writtenAt })),
  };
}

/** A mailbox shows what comes; without scripts somebody has to look again. */
function useNewMail() {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    const timer = setInterval(revalidate, 3_000);
    return () => clearInterval(timer);
  }, [revalidate]);
}

export default function Mailbox() {
  const { now, to, page, count, hasNext, people, mails } = useLoaderData<typeof loader>();
  useNewMail();
  const at = (number: number) => `?${new URLSearchParams({ ...(to && { to }), page: String(number) })}`;
  return (
    <main className="page alone">
      <PageHeader
        title="Mailbox"
        crumbs={[{ label: "Demo", to: "/demo" }, { label: "Mailbox" }]}
        lede="What the register mails, to whomever. The demo sends nothing: it all comes here within seconds, the daily mails at their hour."
        actions={<LinkButton to="">Look again</LinkButton>}
      />
      <Form method="get" className="row end-row">
        <SelectField name="to" label="To" defaultValue={to}>
          <option value="">Everybody</option>
          {people.map((person) => (
            <option key={person}>{person}</option>
          ))}
        </SelectField>
        <Button>Show</Button>
      </Form>
      {mails.length === 0 ? (
        <EmptyState title="No mail yet">
          File, approve or comment on something; mail about it comes within seconds. Look again then.
        </EmptyState>
      ) : (
        <TableBox label={`${count} mails`}>
          <table>
            <caption className="sr">The mails, the newest first</caption>
            <thead>
              <tr>
                <th scope="col">Mail</th>
                <th scope="col">Written</th>
              </tr>
            </thead>
            <tbody>
              {mails.map((mail) => (
                <tr key={mail.id}>
                  <td>
                    <Link to={`/demo/mailbox/${mail.id}`}>{mail.subject}</Link>
                    <span className="two">to {mail.to}</span>
                  </td>
                  <td>
                    <When at={mail.writtenAt} now={now} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
      <Pager first={page > 1 ? at(1) : null} next={hasNext ? at(page + 1) : null} nextLabel="Older mail" />
    </main>
  );
}
