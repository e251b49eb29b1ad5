import type { CampaignView } from "#app/campaigns/campaign-view.server.ts";
import { outcomeTexts } from "#app/register/describe-oversight.ts";
import { ItemStatusBadge } from "./item-status-badge.tsx";
import { exact } from "./relative-time.ts";
import { TableBox } from "./table-box.tsx";
import { Written } from "./written.tsx";

/** Who decided what, when and why, and what stayed unanswered: the page that is signed. */
export function CampaignRecord({ view: { items, names, campaign } }: { view: CampaignView }) {
  return (
    <TableBox label="Decisions">
      <table>
        <caption className="sr">Decisions of the campaign</caption>
        <thead>
          <tr>
            <th scope="col">Exception</th>
            <th scope="col">Given to</th>
            <th scope="col">Result</th>
            <th scope="col">Decided by</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ exceptionId, title, reviewerId, status, review }) => (
            <tr key={exceptionId}>
              <th scope="row">
                {title}
                <span className="two">{exceptionId}</span>
              </th>
              <td>{names[reviewerId] ?? reviewerId}</td>
              <td>
                <ItemStatusBadge status={status} isClosed={campaign.closedAt !== null} />
                {review && <span className="two">{outcomeTexts[review.outcome].done}</span>}
              </td>
              <td>
                {review ? (names[review.by] ?? review.by) : "–"}
                {review && <span className="two">{exact(review.at)}</span>}
              </td>
              <td>{review ? <Written text={review.justification} /> : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}
