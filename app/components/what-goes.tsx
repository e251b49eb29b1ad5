import { Link } from "@remix-run/react";
import { Card } from "./card.tsx";

type Props = {
  names: readonly string[];
  inLog: number;
  records: readonly { exceptionId: string; where: readonly string[] }[];
  elsewhere: readonly { what: string; count: number }[];
  wasUnknown: boolean;
  userName: string;
};

/** What is taken out of the register with a person's name, and what is not. */
export function WhatGoes({ names, inLog, records, elsewhere, wasUnknown, userName }: Props) {
  const isNamed = records.length > 0 || elsewhere.length > 0 || wasUnknown;
  return (
    <>
      <Card title="What goes, for good">
        <ul className="stack">
          <li>Name, e-mail address, external id and department; a pseudonym takes their place.</li>
          <li>
            What the audit log calls them in {inLog} {inLog === 1 ? "place" : "places"}: names, addresses, and the
            labels of factors and tokens. The chain of hashes stays whole.
          </li>
          <li>Password, keys and seeds of their factors, sessions, tokens and invitations.</li>
          <li>Mails to them that were not sent; their name and address in those that were.</li>
        </ul>
      </Card>
      <Card title="What stays">
        <ul className="stack">
          <li>Their id, and with it everything that they did: who requested, approved and reviewed what.</li>
          <li>Their roles and groups, when they were added and barred, and every sign-in decision, by the id.</li>
        </ul>
      </Card>
      <Card title="What people wrote, which stays, too">
        <div className="stack">
          <p>{isNamed ? "Whether these may go on naming them is for you to judge:" : "No text names them."}</p>
          {isNamed && (
            <ul className="stack">
              {records.map(({ exceptionId, where }) => (
                <li key={exceptionId}>
                  <Link to={`/exceptions/${exceptionId}`}>{exceptionId}</Link>: {where.join(", ")}
                </li>
              ))}
              {elsewhere.map(({ what, count }) => (
                <li key={what}>
                  {what}: {count}
                </li>
              ))}
              {wasUnknown && (
                <li>
                  <Link to={`/decisions?subject=${encodeURIComponent(userName)}`}>
                    Sign-ins that asked for the address
                  </Link>{" "}
                  while nobody had it
                </li>
              )}
            </ul>
          )}
          <p className="hint">
            Looked for: {names.join(", ")}. Contents of files, backups and exports are not looked through.
          </p>
        </div>
      </Card>
    </>
  );
}
