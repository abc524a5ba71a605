const WITHIN_MS = 20_000;

/**
 * `text/plain`, so that no browser asks for permission first; no cookie, no address of the page it comes from.
 * @returns the HTTP status
 */
export async function postReport(url: string, body: string): Promise<number> {
  const { status } = await fetch(url, {
    method: "POST",
    body,
    credentials: "omit",
    referrerPolicy: "no-referrer",
    cache: "no-store",
    keepalive: true,
    signal: AbortSignal.timeout(WITHIN_MS),
  });
  return status;
}
