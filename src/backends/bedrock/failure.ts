import { classify } from "../../call-error/classify.ts";
import { CallError } from "../../call-error.ts";
import { ModelMallError } from "../../errors.ts";
import { abortFailure } from "../../wire/failure.ts";

/** A call that failed: whom it asked, and who may have given up. */
export interface FailedCall {
  readonly target: string;
  readonly options: { readonly signal?: AbortSignal };
}

/**
 * What went wrong in the SDK's hands, without the error itself: it holds what was sent. Exceptions inside a stream have
 * a name and no status; what the SDK cannot find before it sends (credentials, a region) is the account's failure.
 */
export function asCallError(error: unknown, { target, options }: FailedCall, secrets: readonly string[]): Error {
  if (options.signal?.aborted) return abortFailure(target, options.signal);
  if (ModelMallError.is(error)) return error;
  const { name, message } = error instanceof Error ? error : { name: "", message: String(error) };
  if (/Credentials|TokenProvider/.test(name) || /credential|could not load.*token/i.test(message)) {
    const what = "no AWS credentials were found; set AWS_PROFILE, AWS_ACCESS_KEY_ID or AWS_BEARER_TOKEN_BEDROCK";
    return new CallError("missing_key", what, { fault: "credential", target });
  }
  if (/region is missing/i.test(message)) {
    return new CallError("unreachable", "no AWS region is known; set AWS_REGION", { fault: "target", target });
  }
  if (/truncated event message/i.test(message)) return truncated(target);
  if (name.endsWith("Exception")) {
    return classify({ code: name, message }, { target, provider: "bedrock", secrets, hasKey: true });
  }
  const what = "the AWS SDK cannot read the answer; check that the address is Bedrock's";
  return new CallError("malformed_answer", what, { fault: "target", retryable: true, target });
}

/** A stream that was cut. */
export function truncated(target: string): CallError {
  const message = "the stream ended before its end marker; what had come is not a whole answer";
  return new CallError("stream_truncated", message, { fault: "target", retryable: true, target });
}
