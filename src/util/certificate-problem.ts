/** Why a server's certificate is not taken, and what to do about it. */
export interface CertificateProblem {
  /** `certificate expired` */
  readonly what: string;
  readonly advice: string;
}

const EXPIRED: CertificateProblem = {
  what: "certificate expired or not valid yet",
  advice: "the server needs a new one, if the clock of this machine is right",
};
const OTHER_HOST: CertificateProblem = {
  what: "certificate of another host",
  advice: "check the address: it must be a name that stands in the certificate",
};
const UNTRUSTED: CertificateProblem = {
  what: "certificate not trusted",
  advice:
    "if it is of an authority of your own, or of a proxy on the way, start with NODE_EXTRA_CA_CERTS set to a file " +
    "that holds the authority's certificate (PEM)",
};

const UNTRUSTED_CODE =
  /CERT|CRL|SELF_SIGNED|ISSUER|LEAF_SIGNATURE|^(?:INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)$/;

/**
 * What an error's code says of the server's certificate, if it is about that: it stays so, whoever tries again.
 * @see https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
export function certificateProblem(code: string): CertificateProblem | undefined {
  // Alerts, which are the server's word on us.
  if (code.startsWith("ERR_SSL")) return undefined;
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID") return EXPIRED;
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID" || code === "HOSTNAME_MISMATCH") return OTHER_HOST;
  return UNTRUSTED_CODE.test(code) ? UNTRUSTED : undefined;
}
