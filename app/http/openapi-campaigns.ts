import { CampaignAssignment, CampaignClosing, NewCampaign } from "#app/campaigns/campaign-schemas.ts";
import { CampaignWire } from "#app/campaigns/campaign-wire.ts";
import { answered, body, idempotencyKey, input, output, ref, refusedAnswers } from "./openapi-parts.ts";

const id = { name: "id", in: "path", required: true, schema: { type: "string" }, example: "cmp_7h3k" };
const read = { security: [{ token: ["read"] }] };
const write = { security: [{ token: ["write"] }], parameters: [idempotencyKey] };
const list = {
  type: "object",
  required: ["data"],
  properties: { data: { type: "array", items: ref("Campaign") } },
};

/** The review campaigns, for the description of the whole interface. */
export const campaignPaths = {
  "/api/v1/campaigns": {
    get: {
      operationId: "listCampaigns",
      summary: "List the latest campaigns, open ones first",
      ...read,
      responses: { "200": answered("Up to 100 campaigns.", list), ...refusedAnswers },
    },
    post: {
      operationId: "beginCampaign",
      summary: "Give every exception in force that fits to reviewers, by a deadline",
      ...write,
      requestBody: body(input(NewCampaign)),
      responses: { "201": answered("The campaign.", ref("Campaign")), ...refusedAnswers },
    },
  },
  "/api/v1/campaigns/{id}": {
    parameters: [id],
    get: {
      operationId: "readCampaign",
      summary: "Read one campaign with what was decided",
      ...read,
      responses: { "200": answered("The campaign.", ref("Campaign")), ...refusedAnswers },
    },
  },
  "/api/v1/campaigns/{id}/assign": {
    parameters: [id],
    post: {
      operationId: "assignReview",
      summary: "Give one of its exceptions to another reviewer",
      ...write,
      requestBody: body(input(CampaignAssignment)),
      responses: { "200": answered("The campaign.", ref("Campaign")), ...refusedAnswers },
    },
  },
  "/api/v1/campaigns/{id}/close": {
    parameters: [id],
    post: {
      operationId: "closeCampaign",
      summary: "Sign it off as it stands; what nobody reviewed stays unanswered",
      ...write,
      requestBody: body(input(CampaignClosing)),
      responses: { "200": answered("The campaign.", ref("Campaign")), ...refusedAnswers },
    },
  },
};

export const campaignSchemas = { Campaign: output(CampaignWire) };
