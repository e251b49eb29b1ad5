import type { ChatWords } from "./chat-words.ts";

type Style = { weight?: "bolder"; size?: "large" };

/** Runs of text are shown as they are; a TextBlock would read markdown in what people wrote. */
function line(...runs: readonly (readonly [text: string, style?: Style])[]) {
  return { type: "RichTextBlock", inlines: runs.map(([text, style]) => ({ type: "TextRun", text, ...style })) };
}

/** Returns the body for a webhook of Teams Workflows: an adaptive card. */
export function teamsBody({ title, sentence, facts, link }: ChatWords): string {
  return JSON.stringify({
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        contentUrl: null,
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.4",
          body: [
            line([title, { weight: "bolder", size: "large" }]),
            line([sentence]),
            ...facts.map(([label, value]) => line([`${label}: `, { weight: "bolder" }], [value])),
          ],
          actions: [{ type: "Action.OpenUrl", title: link.label, url: link.url }],
        },
      },
    ],
  });
}
