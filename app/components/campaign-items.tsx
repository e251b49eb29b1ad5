import { Form, Link } from "@remix-run/react";
import type { CampaignView } from "#app/campaigns/campaign-view.server.ts";
import { outcomeTexts } from "#app/register/describe-oversight.ts";
import { Button, LinkButton } from "./button.tsx";
import { type FieldErrors, SelectField } from "./field.tsx";
import { ItemStatusBadge } from "./item-status-badge.tsx";
import { relative } from "./relative-time.ts";
import { RiskBadge } from "./risk-badge.tsx";
import { TableBox } from "./table-box.tsx";

type Props = { view: CampaignView; errors: FieldErrors; now: string };
type Item = CampaignView["items"][number];

/** Every exception of a campaign: who reviews it, and what was decided. */
export function CampaignItems({ view, errors, now }: Props) {
  const { items, names, campaign } = view;
  return (
    <TableBox label="Exceptions of the campaign">
      <table className="campaign">
        <caption className="sr">Exceptions of the campaign</caption>
        <thead>
          <tr>
            <th scope="col">Exception</th>
            <th scope="col">Reviewer</th>
            <th scope="col">Decision</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.exceptionId}>
              <th scope="row">
                <Link to={`/exceptions/${item.exceptionId}/reviews`}>{item.title}</Link>
                <span className="two">{item.exceptionId}</span>
                {item.rating && <RiskBadge rating={item.rating} />}
              </th>
              <td>
                {names[item.reviewerId] ?? item.reviewerId}
                {view.mayRun && item.status === "open" && <Reassign item={item} view={view} errors={errors} />}
              </td>
              <td>
                <ItemStatusBadge status={item.status} isClosed={campaign.closedAt !== null} />
                <Decision item={item} view={view} now={now} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

function Decision({ item, view: { campaign, names }, now }: { item: Item; view: CampaignView; now: string }) {
  const { review, status, isMine, exceptionId } = item;
  const isOpen = campaign.closedAt === null && (status === "open" || status === "escalated");
  const to = `/exceptions/${exceptionId}/review?to=${encodeURIComponent(`/reviews/campaigns/${campaign.id}`)}`;
  return (
    <>
      {review && (
        <>
          <span className="two">{outcomeTexts[review.outcome].done}</span>
          <span className="two">
            {names[review.by] ?? review.by}, {relative(review.at, now)}
          </span>
          <span className="small prose">{review.justification}</span>
        </>
      )}
      {isOpen && isMine && (
        <p className="mt-1">
          <LinkButton isSmall look="primary" to={to} aria-label={`Review ${item.title}`}>
            Review
          </LinkButton>
        </p>
      )}
    </>
  );
}

/** Folded away: it is needed when somebody leaves or turns out to be in conflict. */
function Reassign({ item, view, errors }: { item: Item; view: CampaignView; errors: FieldErrors }) {
  const name = `reviewer-${item.exceptionId}`;
  const error = errors[name];
  return (
    <details open={error !== undefined}>
      <summary className="small muted">Give it to somebody else</summary>
      <Form method="post" noValidate id={name}>
        <input type="hidden" name="intent" value="assign" />
        <input type="hidden" name="exception_id" value={item.exceptionId} />
        <SelectField
          name="reviewer_id"
          idPrefix={`${item.exceptionId}-`}
          label={`Reviewer of ${item.exceptionId}`}
          error={error}
          defaultValue=""
        >
          <option value="">Choose</option>
          {view.reviewers
            .filter(({ id }) => id !== item.reviewerId)
            .map(({ id, displayName }) => (
              <option key={id} value={id}>
                {displayName}
              </option>
            ))}
        </SelectField>
        <Button isSmall>Give it to them</Button>
      </Form>
    </details>
  );
}
