import type { CategoryContent } from "#app/categories/category-content.ts";
import { fieldLabels, limitText, ratingLabels, silenceTexts, stagesText } from "#app/categories/category-texts.ts";
import { ratings } from "#app/register/risk.ts";
import { Card } from "./card.tsx";
import { Facts } from "./facts.tsx";

/** A category to read. */
export function CategorySummary({ title, content }: { title: string; content: CategoryContent }) {
  const limit = (name: "lifetimeDays" | "firstReviewDays" | "dormantAfterDays" | "extensionDays" | "mostTermDays") => ({
    term: fieldLabels[name],
    detail: limitText(content[name], "days"),
  });
  return (
    <Card title={title}>
      <Facts
        facts={[
          { term: fieldLabels.isEnabled, detail: content.isEnabled ? "Open" : "Closed" },
          { term: fieldLabels.defaultTermDays, detail: limitText(content.defaultTermDays, "days") },
          limit("mostTermDays"),
          limit("extensionDays"),
          { term: fieldLabels.mostExtensions, detail: limitText(content.mostExtensions, "times") },
          limit("lifetimeDays"),
          limit("dormantAfterDays"),
          {
            term: fieldLabels.rotateEveryDays,
            detail: content.rotateEveryDays === null ? "None" : limitText(content.rotateEveryDays, "days"),
          },
          ...ratings.map((rating) => ({
            term: `${ratingLabels[rating]} risk`,
            detail: `${stagesText(content.stages[rating])}; reviewed every ${limitText(content.reviewEveryDays[rating], "days")}`,
          })),
          { term: fieldLabels.firstReviewDays, detail: content.firstReviewDays && `${content.firstReviewDays} days` },
          {
            term: fieldLabels.silence,
            detail: `${silenceTexts[content.silence].label}, ${limitText(content.graceDays, "days")} after it was due`,
          },
          { term: fieldLabels.reasonIsPrivate, detail: content.reasonIsPrivate ? "Yes" : "No" },
          {
            term: "Must carry",
            detail: (
              <ul>
                {content.mustCarry.map(({ key, label, hint, isRequired }) => (
                  <li key={key}>
                    {label}
                    {isRequired ? "" : " (optional)"}
                    {hint && <span className="two">{hint}</span>}
                  </li>
                ))}
              </ul>
            ),
          },
        ]}
      />
    </Card>
  );
}
