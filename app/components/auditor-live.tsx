import { Link } from "@remix-run/react";
import { Card } from "./card.tsx";
import { EmptyState } from "./empty-state.tsx";
import { exact, relative } from "./relative-time.ts";
import { TableBox } from "./table-box.tsx";

type Live = { category: string; label: string; count: number; highOrCritical: number; lastEndsAt: string };

/** What is excepted now, and why. */
export function AuditorLive({ live, now }: { live: readonly Live[]; now: string }) {
  const total = live.reduce((sum, { count }) => sum + count, 0);
  return (
    <Card
      title="What is excepted now, and why?"
      aside={<Link to="/exceptions?view=live">{total.toLocaleString("en-GB")} live exceptions</Link>}
      isFlush
    >
      {live.length === 0 ? (
        <EmptyState title="Nothing is excepted now">Every sign-in has to meet the policy.</EmptyState>
      ) : (
        <TableBox label="Live exceptions by category">
          <table className="dense">
            <caption className="sr">Live exceptions by category</caption>
            <thead>
              <tr>
                <th scope="col">Why</th>
                <th scope="col" className="end">
                  Live
                </th>
                <th scope="col" className="end">
                  High or critical
                </th>
                <th scope="col" className="off-phone">
                  The last ends
                </th>
                <th scope="col" className="off-phone">
                  Rules
                </th>
              </tr>
            </thead>
            <tbody>
              {live.map(({ category, label, count, highOrCritical, lastEndsAt }) => (
                <tr key={category}>
                  <th scope="row">
                    <Link to={`/exceptions?view=live&category=${category}`}>{label}</Link>
                  </th>
                  <td className="end">{count}</td>
                  <td className="end">
                    {highOrCritical > 0 ? (
                      <Link to={`/exceptions?view=live&category=${category}&rating=high,critical`}>
                        {highOrCritical}
                      </Link>
                    ) : (
                      0
                    )}
                  </td>
                  <td className="off-phone">
                    <time dateTime={lastEndsAt} title={exact(lastEndsAt)}>
                      {relative(lastEndsAt, now)}
                    </time>
                  </td>
                  <td className="off-phone">
                    <Link to={`/settings/categories/${category}`}>
                      What it allows<span className="sr">: {label}</span>
                    </Link>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
    </Card>
  );
}
