import type { RequestHandler } from "express";
import { mostAttachmentBytes } from "#app/attachments/attachment.ts";

/** Forms and API calls are texts of people's making; more than this is a mistake or an attack. */
const mostBytes = 1_000_000;
/** Files are larger; what receives them counts again. */
const mostUploadBytes = mostAttachmentBytes + mostBytes;
const takesFiles = /^\/(exceptions\/[^/]+\/evidence|api\/v1\/exceptions\/[^/]+\/attachments)\/?$/;

/**
 * Refuses bodies before anything reads them: 413 when the announced length is too large, 411 when none is announced.
 * Node holds a request to the length that it announces.
 */
export const limitBodies: RequestHandler = (request, response, next) => {
  const length = request.headers["content-length"];
  const most = takesFiles.test(request.path) ? mostUploadBytes : mostBytes;
  if (request.headers["transfer-encoding"] !== undefined)
    response.status(411).type("text").send("Send the body with its Content-Length.");
  else if (length !== undefined && Number(length) > most)
    response.status(413).type("text").send(`Send at most ${most} bytes.`);
  else next();
};
