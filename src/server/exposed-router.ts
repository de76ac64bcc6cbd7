import { RouteError } from "../config/route-error.ts";
import type { Router, RouterCallOptions } from "../router.ts";

/** What a gateway asks of a router. */
export type CallRouter = Pick<
  Router,
  "generate" | "stream" | "embed" | "generateImage" | "transcribe" | "speak" | "moderate" | "countTokens"
>;

type Call<Request, Answer> = (name: string, request: Request, options?: RouterCallOptions) => Promise<Answer>;

/** A router that knows the exposed names alone; any other is told as one that leads nowhere, whatever the router knows. */
export function exposedRouter(router: CallRouter, isExposed: (name: string) => boolean): CallRouter {
  const check = (name: string) => {
    if (isExposed(name)) return;
    throw new RouteError("route_not_found", name, `there is no model ${JSON.stringify(name.slice(0, 256))} here`);
  };
  const only =
    <Request, Answer>(call: Call<Request, Answer>): Call<Request, Answer> =>
    async (name, request, options) => {
      check(name);
      return call(name, request, options);
    };
  return {
    generate: only((...asked) => router.generate(...asked)),
    embed: only((...asked) => router.embed(...asked)),
    generateImage: only((...asked) => router.generateImage(...asked)),
    transcribe: only((...asked) => router.transcribe(...asked)),
    speak: only((...asked) => router.speak(...asked)),
    moderate: only((...asked) => router.moderate(...asked)),
    countTokens: only((...asked) => router.countTokens(...asked)),
    stream(...asked) {
      check(asked[0]);
      return router.stream(...asked);
    },
  };
}
