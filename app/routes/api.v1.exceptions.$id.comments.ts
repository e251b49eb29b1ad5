import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireToken } from "#app/auth/caller.server.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson, readQuery } from "#app/http/api.server.ts";
import { addComment } from "#app/register/add-comment.server.ts";
import { CommentBody, CommentsQuery, commentWireOf } from "#app/register/comment.ts";
import { sightOf } from "#app/register/show.server.ts";
import { listComments } from "#db/comments.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { id: exceptionId } = Params.parse(params);
    const caller = await requireToken({ request, context }, "read");
    const { cursor: after, limit } = readQuery(request, CommentsQuery);
    const { db, now } = context;
    const { showsReason } = await sightOf(db, caller, exceptionId, now);
    const { comments, next } = await listComments(db, caller.workspace.id, { exceptionId, after, limit });
    const isReadable = (authorId: string) => showsReason || authorId === caller.user.id;
    return json(200, {
      data: comments.map((comment) => commentWireOf(comment, isReadable(comment.authorId))),
      next_cursor: next,
    });
  });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("GET", "POST");
    const { id } = Params.parse(params);
    const caller = await requireToken({ request, context }, "write");
    const { body, text } = await readJson(request, CommentBody);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const comment = await addComment(tx, { caller, id, body: body.body, now: context.now });
      return { status: 201, body: commentWireOf(comment, true) };
    });
  });
}
