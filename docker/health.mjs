// Whether the server of this container is ready; ends with 0 or 1. For images without curl.
const { COUNTERSIGN_PORT: port = '3000' } = process.env;
const ready = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(8_000) }).catch((error) => error);
if (ready.ok !== true) {
  // The problem document says what is missing; it never holds personal data.
  console.error(ready instanceof Error ? ready.message : await ready.text());
  process.exitCode = 1;
}
