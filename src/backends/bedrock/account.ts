/** Where Bedrock is called, and as whom. */
export interface BedrockAccount {
  /** @default the region in `baseUrl`, else what the SDK's own rules find */
  readonly region?: string | undefined;
  /** Where Bedrock's runtime answers instead of at its own address: a proxy, a private endpoint. */
  readonly baseUrl?: string | undefined;
  /** A Bedrock API key. */
  readonly apiKey?: string | undefined;
  /** AWS credentials; without them and without a key the SDK looks in all its usual places. */
  readonly credentials?:
    | { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }
    | undefined;
  /** Sent with every call, not signed: for proxies on the way. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}
