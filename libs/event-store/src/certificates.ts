/** Codes of Node (`tls`, X509_V_ERR_*) for a certificate that is not accepted: not trusted, ended, or of another name. */
const REFUSED =
  /^(CERT_|CRL_|UNABLE_TO_|ERROR_IN_C|DEPTH_ZERO_|SELF_SIGNED_|INVALID_(CA|PURPOSE)$|PATH_LENGTH_|HOSTNAME_MISMATCH$|ERR_TLS_CERT_)/;

/** Whether the code of an error of a connection says that the server's certificate was not accepted. */
export function isCertificateRefused(code: string): boolean {
  return REFUSED.test(code);
}
